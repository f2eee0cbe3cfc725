-- The dice of the made-up world: every number drawn is a hash of what it is drawn for, so the world depends on its
-- seed and size alone, never on threads, chunks or the order of rows.
create or replace macro dice(thing, question) as
    (hash(hash(thing, question, getvariable('seed'))) >> 11)::double / 9007199254740992;

-- One of sixteen-bit numbers cut from one hash: four cheap draws for the rows that come by the hundred million.
create or replace macro cut(hashed, piece) as ((hashed >> (16 * piece)) & 65535)::double / 65536;

-- A standard normal number (Box and Muller, 1958).
create or replace macro bell(thing, question) as
    sqrt(-2 * ln(1 - dice(thing, question))) * cos(2 * pi() * dice(thing, question || '?'));

-- How many, when the mean is known and a few do very much: geometric, by inverting its distribution.
create or replace macro how_many(mean, draw) as floor(ln(1 - draw) / ln(mean / (1.0 + mean)))::bigint;

create or replace macro logistic(x) as 1 / (1 + exp(-(x)));

-- A list from its text: words between bars, each with its weight after a star ("US*30|GB*12|IE").
create or replace macro weighted(text) as flatten(list_transform(
    string_split(text, '|'),
    lambda word: list_transform(range(greatest(1, coalesce(try_cast(split_part(word, '*', 2) as int), 1))),
        lambda turn: split_part(word, '*', 1))
));

-- A word of the list with that name.
create or replace macro pick(list_name, draw) as
    getvariable(list_name)[1 + floor(draw * len(getvariable(list_name)))::int];

-- Whether anybody of that company does anything at all: everybody, unless fewer acts are asked for than that makes.
create or replace macro awake(company) as dice(company, 'awake') < getvariable('awake_share');

-- The size of the world.
create or replace macro accounts_asked() as getvariable('accounts');
create or replace macro days_asked() as getvariable('days');
create or replace macro last_day() as getvariable('last_day');
create or replace macro first_day() as last_day() - (days_asked() - 1)::int;
create or replace macro share_of_year() as days_asked() / 365.0;
create or replace macro some_day(draw) as first_day() + floor(draw * days_asked())::int;

-- Most of what people do at work they do on workdays: four of five weekend days move to the Monday.
create or replace macro workday(on_day, draw) as
    on_day + case when draw >= 0.8 then 0 when dayofweek(on_day) = 6 then 2 when dayofweek(on_day) = 0 then 1 else 0 end;

-- Seconds since 1970 at a time of that day, in UTC: mostly office hours, now and then late at night.
create or replace macro moment(on_day, draw) as
    epoch(on_day)::bigint + case
        when draw < 0.95 then 25200 + floor(draw / 0.95 * 39600)::bigint
        else 64800 + floor((draw - 0.95) / 0.05 * 21599)::bigint
    end;

-- Seconds after which a system hears of something: mostly minutes, days for late rows, up to 30 days for very late ones.
create or replace macro delay(draw) as case
    when draw < very_late_rate() then 86400 * (7 + floor(draw / very_late_rate() * 23))::bigint
    when draw < late_rate() then 86400 * (1 + floor((draw - very_late_rate()) / (late_rate() - very_late_rate()) * 6))::bigint
    else 20 + floor(draw * 300)::bigint
end;
