"""From marketing to sales: working hours, due times, moments of handing off, routes, actions. Pure."""
