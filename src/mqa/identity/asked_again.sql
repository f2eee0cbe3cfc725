-- asked_again: one wanted name whose candidates may be others than before, since known names came, went or changed
-- (`changed_words`, the words that they had or have). Candidates depend on known names with the same words and on how many
-- there are, so all other wanted names keep theirs. A word that too many had before and after finds nothing either time.
select distinct w.wanted_id
from wanted_words as w
inner join (
    select
        word,
        count(*) as names
    from changed_words
    group by word
) as c on c.word = w.word
left join (
    select
        word,
        count(*) as names
    from known_words
    group by word
) as k on k.word = w.word
inner join bounds as b on coalesce(k.names, 0) - c.names <= b.names
