"""The steps that make a company up, each on rows in view, with loaded dice."""

from __future__ import annotations

from tests.demo.steps import made
from tests.tables import Rows, beside, table

COMPANIES = beside(
    table("""
        company_id  domain    alias_domain  name  legal_name  country  currency  employees  industry  people
        1           acme.com  -             Acme  Acme B.V.   NL       EUR       1600       banking   1
        2           oldv.com  -             Oldv  Oldv Inc    US       USD       900        retail    1
    """),
    table("""
        fit  interest  named  in_crm  owner  modified_on   last_funding  technology   open_roles  relationship
        0.9  0         true   true    noor   '2026-06-01'  '2026-06-10'  [snowflake]  []          prospect
        0.1  0         false  true    noor   '2026-06-01'  -             []           []          competitor
    """),
)
EPISODES = beside(
    table("""
        episode_id  company_id  looking  starts_on     ends_on       length  intensity  participants
        1024        1           true     '2026-03-02'  '2026-06-30'  60      0.5        1
        2048        2           false    -             -             60      0.0        0
    """),
    table("""
        opened_on     closing  closed_on     amount  currency
        '2026-05-01'  won      '2026-06-10'  5000    EUR
        -             -        -             7000    USD
    """),
)
PEOPLE = beside(
    table("""
        person_id  company_id  kind     first_name  last_name  title  role            email
        64         1           person   Ann         Lee        CFO    Economic buyer  ann@acme.com
        65         1           person   Bo          Ray        Clerk  ''              bo@acme.com
        66         1           scanner  ''          ''         ''     ''              scan@acme.com
    """),
    table("""
        moved_on      moved_to  new_email        freemail  bounced  in_crm  subscribed  created_on
        -             -         -                false     false    true    true        '2026-01-05'
        '2026-06-10'  2         ray.bo@oldv.com  false     true     true    false       '2026-01-05'
        -             -         -                false     false    false   true        '2026-01-05'
    """),
)


def touch(kind: str, done_on: str = "2026-06-01", delay: int = 60) -> Rows:
    return table(f"""
        touch_id  visit_id  email         kind    done_on      second_of_day  detail  delay
        7-x       7         ann@acme.com  {kind}  '{done_on}'  36000          0.5     {delay}
    """)


# --- what is true of the company -----------------------------------------------------------------------------------


def test_companies_are_as_many_as_are_asked_for_and_no_two_are_called_alike():
    found = made("companies", "company_id, domain")
    assert [number for number, _ in found] == [1, 2, 3]
    assert len({domain for _, domain in found}) == 3


def test_a_company_that_is_too_small_or_elsewhere_does_not_fit_at_all():
    small = "employees < 200 or country not in ('US', 'CA', 'GB', 'IE', 'DE', 'NL', 'SE', 'NO')"
    found = [fit for dice in (0.001, 0.5, 0.999) for fit, out in made("companies", f"fit, {small}", dice=dice) if out]
    assert found
    assert set(found) == {0}


def test_a_person_has_the_role_of_their_title_and_an_address_of_the_company():
    found = made("people", "kind, role <> '', split_part(email, '@', 2)", dice=0.2, companies=COMPANIES)
    assert found[0] == ("person", True, "acme.com")


def test_whoever_moves_has_a_day_and_an_address_at_another_company():
    moves = made("people", "company_id, moved_to, new_email like '%@acme.com'", dice=0.0, companies=COMPANIES)
    assert (2, 1, True) in moves  # all dice at the lowest: everybody moves, to the first company
    assert (1, None, None) in moves  # who is there already does not


def test_dice_that_show_little_make_a_company_look_and_buy():
    columns = "distinct looking, opened_on is not null"
    assert made("episodes", columns, dice=0.0, companies=COMPANIES) == [(True, True)]
    assert made("episodes", columns, dice=0.9, companies=COMPANIES) == [(False, False)]


def test_who_has_a_role_takes_part_before_others_and_machines_never_do():
    assert made("participants", "episode_id, person_id", episodes=EPISODES, people=PEOPLE) == [(1024, 64)]


# --- what they do --------------------------------------------------------------------------------------------------


def participation(person: int = 64) -> Rows:
    return table(f"""
        episode_id  company_id  person_id  intensity  starts_on     length
        1024        1           {person}   0.5        '2026-03-02'  60
    """)


def visits(columns: str, dice: float = 0.5, person: int = 64) -> list[tuple[object, ...]]:
    given = {"people": PEOPLE, "companies": COMPANIES, "participants": participation(person)}
    return made("visits", columns, dice=dice, **given)


def test_a_participant_visits_while_the_episode_runs_in_the_order_of_its_stages():
    found = visits("phase, visited_on between '2026-03-02' and '2026-05-03'")
    assert set(found) == {("consideration", True)}
    assert {phase for phase, _ in visits("phase, 1", dice=0.1) if phase != "none"} == {"awareness"}
    assert {phase for phase, _ in visits("phase, 1", dice=0.9) if phase != "none"} == {"decision"}


def test_a_nameless_visit_has_no_address_and_one_by_name_has():
    assert {email for (email,) in visits("email", dice=0.9)} >= {"ann@acme.com"}
    assert {email for (email,) in visits("email", dice=0.1)} == {None}


VISITS = beside(
    table("""
        visit_id  person_id  company_id  phase     visited_on    starts_at   known_email   crawler  email
        7         64         1           decision  '2026-06-03'  1780480000  ann@acme.com  false    ann@acme.com
        8         64         1           decision  '2026-06-03'  1780480000  ann@acme.com  true     -
    """),
    table("""
        domain  visitor  views  repeated  focus    topic     source  campaign  delay
        -       a1       3      true      pricing  scanning  search  -         60
        -       c1       1      false     page     ''        search  -         60
    """),
)


def test_a_visit_leads_to_what_its_phase_often_leads_to_and_a_machine_to_nothing():
    found = made("touches", "touch_id, kind, done_on::varchar", dice=0.05, visits=VISITS)
    assert {touch[0].split("-")[0] for touch in found if isinstance(touch[0], str)} == {"7"}
    assert [row[1:] for row in found if row[1] in ("content.case", "sales.meeting")] == [
        ("content.case", "2026-06-03"),
        ("sales.meeting", "2026-06-03"),
    ]
    assert made("touches", "kind", dice=0.9, visits=VISITS) == []


def test_the_last_page_of_a_repeated_visit_comes_twice_under_one_id():
    found = made("acts_web", "event_id, page_type, email, url like '%/pricing/scanning'", visits=VISITS)
    assert [event for event, *_ in found if str(event).startswith("7-")] == ["7-0", "7-1", "7-1"]
    assert ("7-0", "pricing", "ann@acme.com", True) in found


def test_some_rows_of_the_website_cannot_be_read():
    found = made("acts_web", "event_id, page_type, email", visits=VISITS)
    assert [row for row in found if str(row[0]).startswith("broken")][2] == ("broken-3", None, "somebody@example.com")


def mails(dice: float = 0.9) -> list[tuple[object, ...]]:
    given = {"people": PEOPLE, "participants": participation()}
    return made("mails", "person_id, mail, campaign, email, bounced", dice=dice, **given)


def test_newsletters_go_to_subscribers_and_nurture_mails_to_participants():
    found = mails()
    assert {person for person, mail, *_ in found if mail == "newsletter"} == {64}
    assert {person for person, mail, *_ in found if mail == "nurture"} == {64}
    assert {person for person, mail, *_ in found if mail == "scanned"} == {66}


MAILS = table("""
    mail_id  person_id  mail        campaign  sent_on       email         bounced
    900      64         newsletter  n-1       '2026-06-01'  ann@acme.com  false
    901      65         newsletter  n-1       '2026-06-01'  bo@acme.com   true
""")


def test_a_mail_arrives_and_is_opened_where_the_dice_show_less_than_its_rate():
    assert made("acts_email", "recipient, event", dice=0.9, mails=MAILS) == [
        ("ann@acme.com", "delivered"),
        ("bo@acme.com", "bounce"),
    ]
    opened = made("acts_email", "recipient, event", dice=0.1, mails=MAILS)
    assert {event for who, event in opened if who == "ann@acme.com"} == {"delivered", "open"}


def test_a_company_that_tries_the_product_connects_scans_and_stops_when_its_people_leave():
    found = made("acts_product", "distinct user_email, event", dice=0.02, companies=COMPANIES, people=PEOPLE)
    assert set(found) >= {("ann@acme.com", "connected"), ("ann@acme.com", "scan")}
    assert made("acts_product", "event", dice=0.5, companies=COMPANIES, people=PEOPLE) == []


def test_research_of_an_episode_is_strong_and_known_eight_days_after_its_week_began():
    found = made("intent", "domain, week, score, delivered_on - week", episodes=EPISODES, companies=COMPANIES)
    strong = [row for row in found if row[0] == "acme.com" and int(str(row[2])) >= 56]
    assert strong
    assert {row[3] for row in found} == {8}


def test_acts_roll_up_to_days_of_one_kind():
    web = table("""
        email         anonymous_id  company_domain  page_type  duration  ts
        ann@acme.com  -             -               page       10        '2026-06-01'
        ann@acme.com  -             -               page       20        '2026-06-01'
        ann@acme.com  -             -               page       120       '2026-06-01'
    """)
    email, product = table("recipient  event  timestamp"), table("user_email  event  happened_at")
    given = {"acts_email": email, "acts_product": product, "touches": touch("event")}
    assert made("activity_days", "acts, days", acts_web=web, **given) == [(4, 3)]


# --- as the systems export it --------------------------------------------------------------------------------------


def test_an_account_record_knows_nothing_of_what_came_after_it_was_modified():
    columns = '"Account ID", "Name", "Website", "Last funding", "Type"'
    assert made("crm_accounts", columns, companies=COMPANIES)[0] == (
        "A0000001",
        "Acme",
        "https://www.acme.com/",
        None,
        "prospect",
    )


def test_companies_get_a_second_record_where_the_dice_show_less_than_its_rate():
    found = made("crm_accounts", '"Account ID", "Name"', dice=0.01, companies=COMPANIES)
    assert ("A5000001", "ACME B.V.") in found


def test_who_changed_jobs_has_a_second_contact_at_the_new_company():
    columns = '"Contact ID", "Email", "Account ID", "Email status"'
    assert made("crm_contacts", columns, people=PEOPLE, companies=COMPANIES) == [
        ("C000000128", "ann@acme.com", "A0000001", "ok"),
        ("C000000130", "bo@acme.com", "A0000001", "bounced"),
    ]  # the second one is learned of after the last day


def test_a_contact_at_the_new_company_comes_some_days_after_the_move():
    columns = '"Contact ID", "Account ID", "Created"::varchar'
    found = made("crm_contacts", columns, dice=0.1, people=PEOPLE, companies=COMPANIES)
    assert ("C000000131", "A0000002", "2026-06-17") in found


def test_an_opportunity_is_exported_step_by_step_with_two_rows_that_cannot_be_read():
    columns = '"History ID", "Account ID", "Step", "Date"'
    assert made("opportunity_steps", columns, episodes=EPISODES, companies=COMPANIES) == [
        ("H1024-opened", "A0000001", "opened", "2026-05-01"),
        ("H1024-won", "A0000001", "won", "2026-06-10"),
        ("H-broken-1", "A0000001", "opened", "2026-02-31"),
        ("H-broken-2", None, "opened", "2026-03-01"),
    ]


def exported(step: str, kind: str, columns: str) -> list[tuple[object, ...]]:
    """What a system exports of an act of its kind; of other kinds, and of days to come, it exports nothing."""
    assert made(step, columns, all_touches=touch("form.demo")) == []
    assert made(step, columns, all_touches=touch(kind, done_on="2026-07-01")) == []
    return made(step, columns, all_touches=touch(kind))


def test_a_download_is_exported_with_its_kind_of_content():
    columns = '"Type", "Email", "Synced on"'
    assert exported("downloads", "content.case", columns) == [("case", "ann@acme.com", "2026-06-01")]


def test_scans_of_an_event_are_uploaded_some_days_later():
    columns = '"Email", "Date", "Uploaded on"'
    assert exported("event_scans", "event", columns) == [("ann@acme.com", "2026-06-01", "2026-06-06")]


def test_a_talk_of_sales_is_exported_with_whom_it_was():
    columns = '"Type", "With", "Date"'
    assert exported("sales_activities", "sales.reply", columns) == [("reply", "ann@acme.com", "2026-06-01")]


def test_who_came_to_a_webinar_stayed_some_minutes():
    columns = '"Email", "Status", "Minutes"'
    assert exported("webinars", "webinar", columns) == [("ann@acme.com", "attended", 50)]


def test_a_form_is_exported_with_three_rows_whose_day_cannot_be_read():
    found = made("forms", '"Submission ID", "Submitted at", "Form"', all_touches=touch("form.demo"))
    assert found[0] == ("7-x", "2026-06-01T10:11:40Z", "demo")
    assert [row[1] for row in found[1:]] == ["", "20223-05-01T10:00:00Z", "2026-02-31T10:00:00Z"]


# --- lists and truth -----------------------------------------------------------------------------------------------


def test_competitors_are_those_of_the_world_and_the_two_that_are_replaced():
    found = made("competitors", "domain", companies=COMPANIES)
    assert found == [("gridlock-data.com",), ("oldv.com",), ("oldvault-security.com",)]


def test_named_accounts_are_prospects_in_the_crm_that_sales_named():
    assert made("named_accounts", "domain", companies=COMPANIES) == [("acme.com",)]


def test_agencies_are_never_accounts():
    assert made("never_accounts", "domain") == [("brightquill-agency.com",), ("northfold-media.io",)]


def test_the_truth_of_an_account_counts_its_episodes_and_opportunities():
    columns = "account, episodes, opportunities, looking_at_end"
    assert made("truth_accounts", columns, companies=COMPANIES, episodes=EPISODES) == [
        ("A0000001", 1, 1, True),
        ("A0000002", 0, 0, False),
    ]


def test_the_truth_of_an_episode_names_its_account():
    found = made("truth_episodes", "episode_id, account, domain", episodes=EPISODES, companies=COMPANIES)
    assert found == [(1024, "A0000001", "acme.com"), (2048, "A0000002", "oldv.com")]


def test_the_truth_of_a_participant_names_their_address_and_role():
    found = made("truth_participants", "person_id, email, role", participants=participation(), people=PEOPLE)
    assert found == [(64, "ann@acme.com", "Economic buyer")]


def test_the_truth_of_people_says_where_they_went():
    found = made("truth_people", "person_id, moved_on, moved_to, new_email", people=PEOPLE)
    assert found[1] == (65, "2026-06-10", 2, "ray.bo@oldv.com")
