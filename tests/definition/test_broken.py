"""Each rule of the model, written wrongly once: what is said of it, where, and how it is mended."""

from __future__ import annotations

import pytest

from tests.definition.texts import changed, said

BROKEN = [  # what is wrong, a piece of the small definition, what stands there instead, what the reader says
    (
        "a definition without a name",
        "name: Small, ",
        "",
        ["1:13 definition has no “name”. | Add “name: …”."],
    ),
    (
        "a key misspelt",
        "name: Small",
        "nam: Small",
        ["1:15 definition has an unknown key “nam”. | Did you mean “name”?"],
    ),
    (
        "a date of another form",
        "review_on: 2027-01-01",
        "review_on: 01.01.2027",
        ["1:39 definition: “review_on” is “01.01.2027”, not a date. | Write it as 2026-07-01, between 1970 and 2100."],
    ),
    (
        "somebody named twice",
        "review_on: 2027-01-01",
        "agreed_by: [Ada, Ada]",
        ["1:45 definition lists “Ada” twice in agreed_by. | Remove one of them."],
    ),
    (
        "a former name that is that of today",
        "name: Small",
        "name: Small, formerly: [Tiny, Small]",
        [
            "1:38 “Small” is its name of today, not what it was called formerly. | Name only what earlier texts called it."
        ],
    ),
    (
        "a former name twice",
        "name: Small",
        "name: Small, formerly: [Tiny, Tiny]",
        ["1:45 definition lists “Tiny” twice in formerly. | Remove one of them."],
    ),
    (
        "two levels that were the same one",
        "action: nurture }\n  Qualified: { when: Ready,",
        "action: nurture, formerly: [Hot] }\n  Qualified: { formerly: [Warm, Hot], when: Ready,",
        ["39:3 “Qualified” was formerly “Hot”, and so was “Watch”. | Let one of them go on from it."],
    ),
    (
        "a likelihood, which nothing estimates yet",
        "{ engagement_at_least: 30 }",
        "{ likelihood_at_least: 0.3 }",
        [
            "34:11 “Warm” asks for a likelihood, which comes with the calibration and is not there yet. | Ask for a score, or for what another system forecasts: “facts: [{ fact: …, at_least: … }]”."
        ],
    ),
    (
        "conditions five deep",
        "levels:\n",
        "  Two: { not: Ready }\n  Three: { not: Two }\n  Four: { not: Three }\n  Five: { any_of: [Four] }\nlevels:\n",
        [
            "40:3 “Five” holds conditions more than 4 deep within each other. | Ask for the inner conditions directly, or leave one step out."
        ],
    ),
    (
        "a section misspelt",
        "committee:",
        "comittee:",
        ["29:1 This definition has an unknown key “comittee”. | Did you mean “committee”?"],
    ),
    (
        "a section that must be there misspelt",
        "segments:\n",
        "segment:\n",
        ["8:1 This definition has an unknown key “segment”. | Did you mean “segments”?"],
    ),
    (
        "a number in words",
        "at_least: 200 }",
        "at_least: two hundred }",
        [
            "4:41 “Large”: “at_least” is “two hundred”, not a number. | Write a number from -1,000,000,000,000 to 1,000,000,000,000; decimals follow a point, at most six of them."
        ],
    ),
    (
        "an operator misspelt",
        "at_least: 200 }",
        "at_last: 200 }",
        ["4:31 “Large” has an unknown key “at_last”. | Did you mean “at_least”?"],
    ),
    (
        "two questions to one fact",
        "at_least: 200 }",
        "at_least: 200, at_most: 900 }",
        [
            "4:12 “Large” asks “at_least” and “at_most” of one fact at once. | For a range write “between: [low, high]”; else make two entries of it."
        ],
    ),
    (
        "a range upside down",
        "at_least: 200 }",
        "between: [900, 200] }",
        ["4:40 “Large”: “between” is not two numbers, the lower one first. | Write them as [1000, 10000]."],
    ),
    (
        "a question to no fact",
        "{ fact: employees, at_least: 200 }",
        "{ at_least: 200 }",
        ["4:12 “Large” has no “fact”. | Add “fact: …”."],
    ),
    (
        "a fact that is asked nothing",
        "{ fact: employees, at_least: 200 }",
        "{ fact: employees }",
        [
            "4:12 “Large” asks nothing of the fact. | Add one of: any_of, has_any, listed_in, at_least, at_most, between, within, known."
        ],
    ),
    (
        "fit that asks for fit",
        "{ fact: employees, at_least: 200 }",
        "{ fact: fit_grade, any_of: [A] }",
        [
            "4:39 “Large” asks for the fit grade, which only the facts of tiers may do. | Ask another fact; a condition asks for it with “fit_grade: [A, B]”."
        ],
    ),
    (
        "a segment that asks for fit",
        "where: [{ fact: employees, at_least: 2000 }]",
        "where: [{ fact: fit_grade, any_of: [A] }]",
        [
            "9:91 “Enterprise” asks for the fit grade, which only the facts of tiers may do. | Ask another fact; a condition asks for it with “fit_grade: [A, B]”."
        ],
    ),
    (
        "points misspelt",
        "points: 10 }",
        "point: 10 }",
        ["6:48 “Bank” has an unknown key “point”. | Did you mean “points”?"],
    ),
    (
        "two criteria of one name",
        "    Large:",
        "    Bank:",
        ["6:5 “Bank” is also the name of a criterion in line 4. | Rename one of the two."],
    ),
    (
        "grades upside down",
        "grades: { A: 75, B: 50 }",
        "grades: { A: 50, B: 75 }",
        ["7:23 Grade “B” has the bar 75, not below 50 of “A”. | Order the grades from best to worst, bars falling."],
    ),
    (
        "a bar for the lowest grade",
        "grades: { A: 75, B: 50 }",
        "grades: { A: 75, B: 50, D: 0 }",
        ["7:27 D is what lies below the last bar; it has none of its own. | Remove this line."],
    ),
    (
        "grades that nothing adds to",
        "any_of: [banking], points: 10",
        "any_of: [banking], points: -10",
        ["3:3 fit has grades, but no criterion adds points. | Add a criterion under “points”, or remove the grades."],
    ),
    (
        "a benchmark of nobody",
        "people: 4 }",
        "people: 0 }",
        [
            "9:51 “Enterprise”: “people” is “0”, not a whole number from 1 to 100,000. | Write a whole number from 1 to 100,000."
        ],
    ),
    (
        "no segment for the rest",
        "Others: { benchmark: { points: 50, people: 2 }, where: [] }",
        "Others: { benchmark: { points: 50, people: 2 }, where: [{ fact: employees, at_least: 9 }] }",
        [
            "10:3 An account that matches none of the segments would belong to none. | Let the last one take the rest: “where: []”."
        ],
    ),
    (
        "a segment that takes all",
        "where: [{ fact: employees, at_least: 2000 }]",
        "where: []",
        [
            "9:3 “Enterprise” takes every account, so the segments below it are never reached. | Move it to the end, or say in “where” which accounts it takes."
        ],
    ),
    (
        "a bar of nothing",
        "bar: 0.8",
        "bar: 0",
        ["12:17 “Named”: “bar” is “0”, not a number above 0 and at most 10. | Write a number above 0 and at most 10."],
    ),
    (
        "a list that is not there",
        "listed_in: named.csv",
        "listed_in: names.csv",
        ["12:57 There is no list “names.csv” that can be read. | Did you mean “named.csv”?"],
    ),
    (
        "a list elsewhere",
        "listed_in: named.csv",
        "listed_in: ../named.csv",
        [
            "12:57 “Named” asks for the list “../named.csv”, which does not lie beside this file. | Write a path from this file's folder downwards, such as lists/partners.csv."
        ],
    ),
    (
        "a tier called as a segment",
        "  Named: { bar",
        "  Others: { bar",
        ["12:3 “Others” is also the name of a segment (line 10). | Rename one: a number may be given for either."],
    ),
    (
        "a number with its unit",
        "points: 40,",
        "points: 40 points,",
        [
            "15:40 “Demo”: “points” is “40 points”, not a number. | Write a number from -100,000 to 100,000; decimals follow a point, at most six of them."
        ],
    ),
    (
        "points for one segment alone",
        "points: 40,",
        "points: { Enterprise: 50 },",
        ["15:40 “Demo”: “points” has no “default”. | Add “default: …”."],
    ),
    (
        "a segment misspelt",
        "points: 40,",
        "points: { default: 40, Entreprise: 50 },",
        ["15:55 “Demo”: “points” has an unknown segment or tier “Entreprise”. | Did you mean “Enterprise”?"],
    ),
    (
        "a cap for one segment alone",
        "cap: 80",
        "cap: { Enterprise: 80 }",
        ["15:69 “Demo”: “cap” has no “default”. | Add “default: …”."],
    ),
    (
        "a cap below one act in one segment",
        "cap: 80",
        "cap: { default: 80, Others: 30 }",
        ["15:69 “Demo” has a cap of 30 for Others, below the 40 points of one act. | Raise “cap” or lower the points."],
    ),
    (
        "a tier misspelt in the points of a day",
        "cap: 80",
        "most_per_day: { default: 80, Name: 90 }",
        ["15:93 “Demo”: “most_per_day” has an unknown segment or tier “Name”. | Did you mean “Named”?"],
    ),
    (
        "a segment misspelt in what makes people engaged",
        "engaged_at: 5",
        "engaged_at: { default: 5, Entreprise: 8 }",
        ["25:29 engagement: “engaged_at” has an unknown segment or tier “Entreprise”. | Did you mean “Enterprise”?"],
    ),
    (
        "no limit of a person in one segment",
        "engaged_at: 5",
        "engaged_at: 5\n  most_per_person: { default: 60, Enterprise: none }",
        [
            "26:47 engagement: “most_per_person”: “Enterprise” is “none”, not a number. | Write a number above 0 and at most 1,000,000; decimals follow a point, at most six of them."
        ],
    ),
    (
        "a surge above 100 in one segment",
        "surge: 70",
        "surge: { default: 70, Enterprise: 120 }",
        [
            "28:61 intent: “surge”: “Enterprise” is “120”, not a number above 0 and at most 100. | Write a number above 0 and at most 100."
        ],
    ),
    (
        "a tier misspelt in the points of a lead",
        "conditions:\n",
        "mql: { points_at_least: { default: 50, Nmed: 40 } }\nconditions:\n",
        ["32:40 mql: “points_at_least” has an unknown segment or tier “Nmed”. | Did you mean “Named”?"],
    ),
    (
        "nothing that a person may add to the product score in one tier",
        "conditions:\n",
        "product: { most_per_person: { default: 50, Rest: 0 } }\nconditions:\n",
        [
            "32:50 product: “most_per_person”: “Rest” is “0”, not a number above 0 and at most 1,000,000. | Write a number above 0 and at most 1,000,000."
        ],
    ),
    (
        "a duration without its unit",
        "half_life: 30 days",
        "half_life: 30",
        [
            "15:55 “Demo”: “half_life” is “30”, not a duration. | Write a duration of 1 to 3,650 days, such as “14 days” or “2 weeks”."
        ],
    ),
    (
        "two ways to fade",
        "half_life: 30 days",
        "half_life: 30 days, lifespan: 90 days",
        ["15:74 “Demo” fades both by half_life and by lifespan. | Keep one of the two."],
    ),
    (
        "a cap below one act",
        "cap: 80",
        "cap: 30",
        ["15:69 “Demo” has a cap of 30, below the 40 points of one act. | Raise “cap” or lower the points."],
    ),
    (
        "a cap of nothing",
        "cap: 80",
        "cap: 0",
        [
            "15:69 “Demo”: “cap” is “0”, not a number above 0 and at most 1,000,000. | Write a number above 0 and at most 1,000,000."
        ],
    ),
    (
        "half an act",
        "cap: 80",
        "per_day: 1.5",
        [
            "15:73 “Demo”: “per_day” is “1.5”, not a whole number from 1 to 100,000. | Write a whole number from 1 to 100,000."
        ],
    ),
    (
        "a stage misspelt",
        "cap: 80",
        "stage: deciding",
        ["15:71 “Demo”: “stage” is “deciding”, not a word that may stand here. | Did you mean “decision”?"],
    ),
    (
        "a limit misspelt",
        "cap: 80",
        "where: { second_at_least: 60 }",
        ["15:73 “Demo” has an unknown key “second_at_least”. | Did you mean “seconds_at_least”?"],
    ),
    (
        "a product signal called as a signal",
        "  Scan:",
        "  Demo:",
        ["18:3 “Demo” is also the name of a signal in line 15. | Rename one of the two."],
    ),
    (
        "weights that sum to more than 1",
        "depth: 0.3",
        "depth: 0.4",
        ["20:12 The weights breadth, depth, recency sum to 1.1, not to 1. | Change one of them so that they sum to 1."],
    ),
    (
        "a likely visitor who weighs more than a sure one",
        "anonymous: 0.5",
        "anonymous: { sure: 0.2, likely: 0.5 }",
        [
            "27:35 Visitors likely of the company weigh 0.5, more than those surely of it: 0.2. | "
            "Lower “likely” or raise “sure”."
        ],
    ),
    (
        "how sure a visitor is misspelt",
        "anonymous: 0.5",
        "anonymous: { sure: 0.5, likly: 0.2 }",
        ["27:27 engagement: “anonymous” has an unknown key “likly”. | Did you mean “likely”?"],
    ),
    (
        "only the weight of sure visitors",
        "anonymous: 0.5",
        "anonymous: { sure: 0.5 }",
        ["27:14 engagement: “anonymous” has no “likely”. | Add “likely: …”."],
    ),
    (
        "a percentage",
        "breadth: 0.5",
        "breadth: 50%",
        ["20:12 engagement: “breadth” is “50%”, not a number. | Write 0.5: percentages are not read."],
    ),
    (
        "a key that must be there",
        "  counts_for: 90 days\n",
        "",
        ["20:3 engagement has no “counts_for”. | Add “counts_for: …”."],
    ),
    (
        "a window too long",
        "counts_for: 90 days",
        "counts_for: 90 years",
        [
            "24:15 engagement: “counts_for” is “90 years”, not a duration of 1 to 3,650 days. | Write a duration of 1 to 3,650 days, such as “14 days” or “2 weeks”."
        ],
    ),
    (
        "a topic twice",
        "topics: [dora]",
        "topics: [dora, Dora]",
        ["28:26 intent lists “Dora” twice in topics. | Remove one of them."],
    ),
    (
        "a strength above 100",
        "surge: 70",
        "surge: 700",
        [
            "28:34 intent: “surge” is “700”, not a number above 0 and at most 100. | Write a number above 0 and at most 100."
        ],
    ),
    (
        "a role without titles",
        "titles: [CFO], ",
        "",
        ["30:10 “Buyer” has no “titles”. | Add “titles: …”."],
    ),
    (
        "neither yes nor no",
        "required: true",
        "required: maybe",
        ["30:50 “Buyer”: “required” is “maybe”, not a word that may stand here. | Choose from: true, false, yes, no."],
    ),
    (
        "a grade that is none",
        "{ fit_grade: [A, B] }",
        "{ fit_grade: [A, E] }",
        ["33:30 “Good fit” asks for “E”, which is not a grade. | Choose from: “A”, “B”, “D”."],
    ),
    (
        "a score above 100",
        "{ engagement_at_least: 30 }",
        "{ engagement_at_least: 300 }",
        ["34:32 “Warm”: “engagement_at_least” is “300”, not a number from 0 to 100. | Write a number from 0 to 100."],
    ),
    (
        "a kind misspelt",
        "{ engagement_at_least: 30 }",
        "{ engagment_at_least: 30 }",
        ["34:11 “Warm” has an unknown key “engagment_at_least”. | Did you mean “engagement_at_least”?"],
    ),
    (
        "a key that says nothing here",
        "{ engagement_at_least: 30 }",
        "{ engagement_at_least: 30, within: 14 days }",
        [
            "34:36 “Warm”: “within” says nothing beside “engagement_at_least”. | Ask it in a condition of its own. Here may stand: engagement_at_least, leave_at, only_for."
        ],
    ),
    (
        "two questions in one",
        "{ engagement_at_least: 30 }",
        "{ engagement_at_least: 30, depth_at_least: 20 }",
        [
            "34:9 “Warm” asks several questions at once: “engagement_at_least” and “depth_at_least”. | Make a condition of each, and join them in a third with “all_of: [one, other]”."
        ],
    ),
    (
        "no question",
        "{ engagement_at_least: 30 }",
        "{ only_for: Enterprise }",
        [
            "34:9 “Warm” asks no question. | Add one of: fit_grade, known_share_at_least, engagement_at_least, breadth_at_least, depth_at_least, recency_at_least, product_score_at_least, points_at_least, people_at_least, engaged_people_at_least, role, departments_at_least, coverage_at_least, contact_ratio_at_least, buying_stage, surging_topics_at_least, surging_share_at_least, times_at_least, visits_at_least, assets_at_least, topics_at_least, rate_at_least, lift_at_least, facts, all_of, any_of, at_least, not; “above” in place of “at_least” asks for more than the number."
        ],
    ),
    (
        "people at any time",
        "{ people_at_least: 2, within: 14 days }",
        "{ people_at_least: 2 }",
        ["35:15 “Two people” has no “within”. | Add “within: …”."],
    ),
    (
        "a role misspelt",
        "{ people_at_least: 2, within: 14 days }",
        "{ people_at_least: 2, within: 14 days, roles: [Byer] }",
        ["35:62 “Two people” asks for “Byer”, which is not a role. | Did you mean “Buyer” (line 30)?"],
    ),
    (
        "a condition misspelt",
        "all_of: [Good fit, Warm, Two people]",
        "all_of: [Good fit, Warn, Two people]",
        ["36:31 “Ready” asks for “Warn”, which is not a condition. | Did you mean “Warm” (line 34)?"],
    ),
    (
        "four of three",
        "all_of: [Good fit, Warm, Two people]",
        "at_least: 4, of: [Good fit, Warm, Two people]",
        ["36:22 “Ready” asks for 4 of 3 conditions. | Ask for 3 or fewer."],
    ),
    (
        "a condition that asks for itself",
        "all_of: [Good fit, Warm, Two people]",
        "all_of: [Good fit, Ready]",
        [
            "36:3 Conditions ask for each other in a circle: “Ready” → “Ready”. | Let one of them ask for something else."
        ],
    ),
    (
        "more topics than there are",
        "Warm: { engagement_at_least: 30 }",
        "Warm: { surging_topics_at_least: 2 }",
        ["34:3 “Warm” asks for 2 surging topics, but intent names 1. | Ask for 1 or fewer."],
    ),
    (
        "no times at least",
        "Warm: { engagement_at_least: 30 }",
        "Warm: { activity: form.demo, times_at_least: 0, within: 9 days }",
        [
            "34:48 “Warm”: “times_at_least” is “0”, not a whole number from 1 to 1,000,000,000. | Write a whole number from 1 to 1,000,000,000."
        ],
    ),
    (
        "a level on a condition misspelt",
        "when: Ready",
        "when: Redy",
        ["39:22 “Qualified” asks for “Redy”, which is not a condition. | Did you mean “Ready” (line 36)?"],
    ),
    (
        "a stage of leads",
        "stage: MQA",
        "stage: MQL",
        [
            "39:36 “Qualified”: “stage” is “MQL”, not a word that may stand here. | Choose from: none, account of interest, MQA, PQA."
        ],
    ),
    (
        "a level that does nothing",
        ", action: direct_outreach",
        "",
        ["39:14 “Qualified” has no “action”. | Add “action: …”."],
    ),
    (
        "two levels of one name",
        "  Qualified:",
        "  Watch:",
        ["39:3 “Watch” stands here a second time; the first is in line 38. | Rename or remove one of the two."],
    ),
    (
        "a former name that is one of today",
        "action: nurture }",
        "action: nurture, formerly: Qualified }",
        [
            "38:83 “Watch” was formerly “Qualified”, which is a level of today. | Name only levels that this definition has no more."
        ],
    ),
    (
        "a share written in percent",
        "levels:\n",
        "stability: { leave_at: 75 }\nlevels:\n",
        ["37:24 stability: “leave_at” is “75”, not a number from 0 to 1. | Write 0.75 for 75 percent."],
    ),
    (
        "a condition that is called almost like the one that asks",
        "[Good fit, Warm, Two people]",
        "[Good fit, Warm, Readi]",
        ["36:37 “Ready” asks for “Readi”, which is not a condition. | Choose from: “Good fit”, “Warm”, “Two people”."],
    ),
    (
        "leaving later than entering",
        "levels:\n",
        "stability: { leave_at: 1.5 }\nlevels:\n",
        ["37:24 stability: “leave_at” is “1.5”, not a number from 0 to 1. | Write a number from 0 to 1."],
    ),
    (
        "at once, but not handed off",
        "levels:\n",
        "handoff: { levels: [Qualified], at_once: [Watch] }\nlevels:\n",
        [
            "37:42 “Watch” is to be handed off at once, but is not among the levels that are handed off. | Add it to “levels”, or remove it here."
        ],
    ),
    (
        "a level for sales that does not qualify",
        "levels:\n",
        "handoff: { levels: [Watch] }\nlevels:\n",
        [
            "39:3 “Watch” is to be handed off, but its stage is “account of interest”. | Only MQA and PQA go to sales: give it one of these stages, or leave it out of “handoff: levels”."
        ],
    ),
    (
        "a time of another form",
        "levels:\n",
        "handoff: { cadence: mondays at 8 }\nlevels:\n",
        [
            "37:21 handoff: “cadence” is “mondays at 8”, not a time to hand off. | Write it as “monday 08:00”, “biweekly monday 08:00” or “daily 08:00”."
        ],
    ),
    (
        "a route for a teir",
        "levels:\n",
        "routes: { All: { where: { teir: Named }, to: owner, respond_within: 24 hours } }\nlevels:\n",
        ["37:27 “All” has an unknown key “teir”. | Did you mean “tier”?"],
    ),
    (
        "an answer by tomorrow",
        "levels:\n",
        "routes: { All: { where: {}, to: owner, respond_within: tomorrow } }\nlevels:\n",
        [
            "37:56 “All”: “respond_within” is “tomorrow”, not a time to answer in. | Write it as “24 hours”, “4 working hours” or “1 working day”."
        ],
    ),
    (
        "reminding after escalating",
        "levels:\n",
        "sla: { remind_at: 2, escalate_at: 1 }\nlevels:\n",
        [
            "37:6 sla reminds, escalates and reclaims in another order. | Let the numbers rise: remind, then escalate, then reclaim."
        ],
    ),
    (
        "a reason that feeds nothing",
        "levels:\n",
        "dispositions: { rejected: { price: [too dear] } }\nlevels:\n",
        ["37:29 dispositions has an unknown key “price”. | It may have: fit, timing, people, data."],
    ),
    (
        "a goal that is not measured",
        "levels:\n",
        "calibration: { goal: { outcome: meeting } }\nlevels:\n",
        ["37:33 calibration: “outcome” is “meeting”, not a word that may stand here. | Choose from: opportunity, won."],
    ),
    (
        "a quote that is not closed",
        "name: Small,",
        'name: "Small,',
        [
            "16:22 A comma is missing before this, or the bracket is not closed (opened in line 1). | Put commas between the entries, and close [ with ] and { with }."
        ],
    ),
    (
        "a brace that is not closed",
        "cap: 80 }",
        "cap: 80",
        [
            "16:7 A comma is missing before this, or the bracket is not closed (opened in line 15). | Put commas between the entries, and close [ with ] and { with }."
        ],
    ),
    (
        "a tab",
        "  depth: 0.3",
        "\tdepth: 0.3",
        ["21:1 This line is indented with a tab. | Indent with spaces."],
    ),
    (
        "a line indented too far",
        "  depth: 0.3",
        "   depth: 0.3",
        [
            "21:9 A “:” stands where none belongs, or this line is indented too far. | Put a text that contains “: ” in quotes; give the keys of one section the same indent."
        ],
    ),
    (
        "a star without quotes",
        'titles: ["*analyst*"]',
        "titles: [*analyst*]",
        ["31:20 “*analyst*” would refer to another place of the file. | Put a text that begins with * in quotes."],
    ),
]


def test_there_are_sixty_at_least():
    assert len(BROKEN) >= 60


@pytest.mark.parametrize(("old", "new", "problems"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_definition_that_is_broken_says_where_and_how_to_mend_it(old, new, problems):
    assert said(changed(old, new)) == problems
