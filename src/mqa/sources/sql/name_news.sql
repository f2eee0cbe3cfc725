-- name_news: one word by which an account is found since its name changed (times 1), or no longer is (-1). By the words of
-- an account without a domain its own name is looked up, too (`wanted`).
with kept as (
    select name_id, word
    from name_words
    where kind = 'known' and name_id in (select account_id from company_called)
    group by name_id, word
    having sum(times) > 0
),

news as (
    select name_id, word, 1 as times
    from words_read
    where (name_id, word) not in (select (name_id, word) from kept)
    union all
    select name_id, word, -1
    from kept
    where (name_id, word) not in (select (name_id, word) from words_read)
)

select 'known' as kind, name_id, word, times from news
union all
select 'wanted', name_id, word, times from news where name_id in (select account_id from without_domain)
