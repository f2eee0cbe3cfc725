"""The pages: a module is a page; a function takes a request and answers it."""
