"""What keeps people from using a page, as axe-core finds it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]  # all that a theme can offend against; most of the time of axe
RUN = """
    ([options, repeated]) => axe.run({ include: [document.documentElement], exclude: repeated ? alike() : [] }, options)
"""
# Elements that are built and painted as one before them is, as is all that lies in them and all that they lie in.
ALIKE = """
    window.alike = () => {
      const looks = new Map(), built = new Map(), seen = new Set(), found = [];
      const look = (one) => {
        const paint = getComputedStyle(one);
        const words = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
        looks.set(one, [
          one.localName, one.getAttribute("class"), one.getAttribute("style"), paint.display, paint.visibility,
          paint.position, paint.color, paint.opacity, paint.backgroundColor, paint.backgroundImage, paint.textShadow,
          paint.textDecoration, paint.fontSize, paint.fontWeight, Math.min(words.join("").trim().length, 2),
        ].join(" "));
        built.set(one, `${looks.get(one)}(${[...one.children].map(look).join()})`);
        return built.get(one);
      };
      const pick = (one, within) => {
        for (const each of one.children) {
          const kind = within + built.get(each);
          if (seen.has(kind)) found.push(each);
          else { seen.add(kind); pick(each, `${within}${looks.get(each)}>`); }
        }
      };
      look(document.body);
      pick(document.body, "");
      return found;
    };
"""


def violations(page: Any) -> list[str]:
    """What axe-core finds, in a line each."""
    return _found(page, runOnly=RULES)


def violations_of_layout(page: Any) -> list[str]:
    """The same without what is of colour."""
    return _found(page, runOnly=RULES, rules={rule: {"enabled": False} for rule in OF_COLOUR})


def violations_of_colour(page: Any) -> list[str]:
    """What offends in colour, looking once at what looks alike: fifty rows tell no more than one."""
    return _found(page, repeated=True, runOnly=OF_COLOUR)


def _found(page: Any, *, repeated: bool = False, **options: Any) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(ALIKE)
    found = page.evaluate(RUN, [{"resultTypes": ["violations"]} | options, repeated])["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
