-- words_known: one word (or sign) that known names are found by. names: how many names have it. rarity: how much it says
-- that two names share it, in millionths of a bit. Words of more names than `rarities` lists are left out: they would
-- find more names than one may be compared with.
select
    k.word,
    k.names,
    r.rarity
from (
    select
        word,
        count(*) as names
    from known_words
    group by word
) as k
inner join rarities as r on r.names = k.names
