-- candidates: one known name that a wanted name may mean, the best few of each wanted name. shared: how much the words
-- say that both have, in millionths of a bit (see `rarities`); nth: its place among the candidates of the wanted name.
-- A name that shares less than a part of what the best one shares is no candidate: one of so many parts as `bounds` says.
-- Rare words are asked first, and none any more when they would find more names than `bounds` allows: so a wanted name
-- is compared with so many at most, however common its words are.
with asked as (
    select
        w.wanted_id,
        w.word,
        k.rarity,
        cast(sum(k.names) over (
            partition by w.wanted_id
            order by k.names nulls last, w.word nulls last
            rows between unbounded preceding and current row
        ) as bigint) as found
    from wanted_words as w
    inner join words_known as k on k.word = w.word
),

pairs as (
    select
        a.wanted_id,
        k.known_id,
        cast(sum(a.rarity) as bigint) as shared
    from asked as a
    inner join bounds as b on a.found <= b.names
    inner join known_words as k on k.word = a.word
    group by a.wanted_id, k.known_id
),

best as (
    select
        wanted_id,
        max(shared) as most_shared
    from pairs
    group by wanted_id
),

ranked as (
    select
        p.wanted_id,
        p.known_id,
        p.shared,
        row_number() over (partition by p.wanted_id order by p.shared desc nulls last, p.known_id nulls last) as nth
    from pairs as p
    inner join best as m on m.wanted_id = p.wanted_id
    inner join bounds as b on p.shared * b.parts >= m.most_shared
)

select
    r.wanted_id,
    r.known_id,
    r.shared,
    r.nth
from ranked as r
inner join bounds as b on r.nth <= b.candidates
