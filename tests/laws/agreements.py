"""Two definitions that use everything the line knows, with small numbers so that limits bind often."""

from __future__ import annotations

from tests.definitions import definition

CONDITIONS = """
    Good fit: { fit_grade: [A, B] }
    Not good: { not: Good fit }
    Known well: { known_share_at_least: 0.5 }
    Warm: { engagement_at_least: 20 }
    Hot: { engagement_above: { default: 45, Large: 40 }, leave_at: 0.6 }
    Broad: { breadth_at_least: 40 }
    Deep: { depth_at_least: 30 }
    Many points: { points_above: 4, leave_at: 0.5 }
    Fresh: { recency_at_least: 25 }
    Uses the product: { product_score_at_least: 40 }
    Two people: { people_at_least: 2, within: 14 days, roles: [Buyer, User] }
    Two engaged: { engaged_people_at_least: 2 }
    Buyer there: { role: Buyer, within: 20 days }
    Two departments: { departments_at_least: 2, within: 20 days }
    Covered: { coverage_at_least: 0.5, within: 30 days }
    Reached: { contact_ratio_at_least: 0.5 }
    Deciding: { buying_stage: decision }
    In market: { surging_share_above: 0.4 }
    Three pages: { activity: "web.*", times_at_least: 3, within: 20 days }
    Three visits: { activity: "web.*", visits_at_least: 3, within: 20 days }
    Two guides: { activity: content.guide, assets_at_least: 2, within: 30 days }
    Two asked: { activity: form.demo, people_at_least: 2, within: 30 days }
    Opens mail:
      { rate_of: email.open, to: email.delivered, rate_above: 0.3, at_least_in_denominator: 2, within: 30 days }
    Rising: { activity: "*", lift_above: 1.5, unit: people, within: 7 days, against: 14 days }
    Old tool: { facts: [{ fact: technology, has_any: [oldvault] }, { fact: employees, at_least: 100 }] }
    Some of it:
      { at_least: 2, of: [Three pages, Three visits, Two guides, Two asked, Opens mail, Deciding, Rising, Old tool] }
    Gate: { only_for: [Large], any_of: [In market, Buyer there, Covered] }
    Ready: { all_of: [Warm, Some of it, Gate] }
    Qualified: { any_of: [Ready, Two engaged, Hot] }
    Not ready: { not: Ready }
    Product: { all_of: [Uses the product, Known well] }
"""
LEVELS = """
    Of interest: { when: Warm, stage: account of interest, action: nurture }
    Unready: { when: Not ready, stage: none, action: wait, enter_after: 3 days }
    Product-qualified: { when: Product, stage: PQA, action: call }
    Marketing-qualified: { when: Qualified, stage: MQA, action: call }
    At once: { when: Two asked, stage: MQA, action: call, enter_after: 0 days }
"""
SHARED = {
    "fit": """
        required:
          Here: { fact: country, any_of: [US, DE] }
        excluded:
          Customer: { fact: relationship, any_of: [customer] }
        points:
          Bank: { fact: industry, any_of: [banking], points: 3 }
          Size: { fact: employees, between: [100, 1000], points: 4 }
          Old tool: { fact: technology, has_any: [oldvault], points: -2 }
        grades: { A: 75, B: 50 }
        least_known_share: 0.3
    """,
    "segments": """
        Large: { benchmark: { points: 14, people: 3 }, where: [{ fact: employees, at_least: 500 }] }
        Small: { benchmark: { points: 6.5, people: 2 }, where: [] }
    """,
    "tiers": """
        Wanted: { bar: 0.8, where: [{ fact: fit_grade, any_of: [A] }] }
        Rest: { bar: 1.2, where: [] }
    """,
    "product_signals": """
        Scan: { activity: product.scan, points: 4, half_life: 5 days, cap: 11, per_day: 2, stage: consideration }
        Limit: { activity: product.limit, points: 7, cap: 9, stage: decision }
        Removed: { activity: product.removed, points: -6, cap: 8, stage: none }
    """,
    "product": """
        benchmark: { default: 5, Large: 9 }
        counts_for: 25 days
        most_per_person: { default: 8, Wanted: 6 }
    """,
    "intent": "{ topics: [dora, hipaa], surge: { default: 70, Large: 60 }, counts_for: 21 days }",
    "committee": """
        Buyer: { titles: [CFO, "VP finance*"], weight: 1.5, required: true }
        Builder: { titles: ["*architect*"], weight: 1.1, required: true }
        User: { titles: ["*analyst*"], weight: 0.8, required: false }
    """,
    "conditions": CONDITIONS,
    "levels": LEVELS,
    "stability": """
        enter_after: 1 day
        leave_at: 0.75
        stay_at_least: 3 days
        expire_after: 8 days
        cooldown: { rejected: 9 days, deferred: 5 days, expired: 4 days }
    """,
    "mql": "{ points_at_least: { default: 9, Small: 7 }, roles: [Buyer] }",
}
FIRST_MATCH = definition(
    **SHARED,
    signals="""
        Careers: { activity: web.careers, points: -4, half_life: 14 days, cap: 7, per_day: 2 }
        Demo:
          activity: form.demo
          points: 9
          half_life: 10 days
          cap: { default: 14, Wanted: 19 }
          per_day: 1
          stage: decision
        Pricing:
          activity: web.pricing
          points: { default: 5, Large: 6.5 }
          lifespan: 20 days
          cap: 12
          most_per_day: { default: 9, Large: 10 }
        Guide: { activity: content.guide, points: 3.3, half_life: 7 days, cap: 8, stage: consideration }
        Opened: { activity: email.open, points: 0.7, stage: awareness }
        Long page: { activity: "web.*", where: { seconds_at_least: 60 }, points: 2, half_life: 3 days, cap: 5 }
        Page: { activity: "web.*", points: 1, half_life: 7 days, cap: 4, per_day: 5, stage: awareness }
    """,
    engagement="""
        breadth: { default: 0.45, Large: 0.35 }
        depth: { default: 0.35, Large: 0.45 }
        recency: 0.2
        engaged_at: { default: 3, Large: 4, Wanted: 2 }
        most_per_person: { default: 10, Large: 13 }
        without_role: 0.7
        anonymous: 0.5
    """,
)
ALL_MATCH = definition(
    **SHARED,
    signals="""
        Page: { activity: "web.*", points: 2, half_life: 7 days, cap: 9, per_day: 3, stage: awareness }
        Serious: { activity: [web.pricing, content.guide, form.demo], points: 3, lifespan: 28 days, stage: decision }
        Careers: { activity: web.careers, points: -3, cap: 11, per_day: 1 }
        Mail: { activity: "email.*", points: -0.3, half_life: 9 days }
    """,
    engagement="""
        engaged_at: 2
        most_per_person: 4
        without_role: 0.2
        anonymous: { sure: 1.3, likely: 0.7 }
        department_weights: { finance: 2, data: 0 }
        seniority_weights: { chief: 1.5 }
        match: all
    """,
)
AGREEMENTS = (FIRST_MATCH, ALL_MATCH)
