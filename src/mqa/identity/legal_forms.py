"""Legal forms of companies in many countries: a table of rows of our own.

A row: the form, whether it says what kind of company it is (`-`: it says little, as `Co.`), and the ways to write it
as `mqa.identity.names.plain` leaves them: small letters without accents and marks, initials joined (`S.p.A.` is
`spa`), no `and`. What is written alike in several countries (`as`, `sa`) is one form.
"""

from __future__ import annotations

_ROWS = """
co     - co; company; cos; companies; cie; compagnie; compania; companhia; cia
inc    + inc; incorporated; incorporation; incorp; co inc
corp   + corp; corporation; corpn
ltd    + ltd; limited; co ltd; coltd; company limited; company ltd; co limited; ltd co; corp ltd; corporation limited
ltd    + pvt ltd; pvt limited; private limited; private ltd; pvt; pte ltd; pte limited; pte; pty ltd; pty limited; pty
ltd    + proprietary limited; p ltd; unlimited; nl; lda; ltda; limitada; limitee; ltee; ltd sti; limited sirketi
ltd    + sdn bhd; sendirian berhad
plc    + plc; public limited company; public ltd company; pcl; public company limited; public co ltd; public company ltd
plc    + ltd plc; tbk; bhd; berhad
llc    + llc; limited liability company; limited liability co; llc co; lc; pllc; wll; fz llc; fzco; fze
llp    + llp; lp; limited partnership; limited liability partnership; lllp; general partnership; slp
gmbh   + gmbh; gesellschaft mit beschrankter haftung; gesellschaft mit beschraenkter haftung; ggmbh; mbh; gesmbh
gmbh   + ges mbh; gesellschaft mbh; ug; ug haftungsbeschrankt; unternehmergesellschaft
ag     + ag; aktiengesellschaft; aktien gesellschaft; aktienges; akt ges; ag co
se     + se; societas europaea; se co
kg     + kg; kommanditgesellschaft; co kg; gmbh co kg; gmbh co; gmbh cokg; ag co kg; se co kg; gmbh co ohg; ohg; gbr
kg     + offene handelsgesellschaft; ks
kgaa   + kgaa; kommanditgesellschaft auf aktien; co kgaa; ag co kgaa; se co kgaa; gmbh co kgaa
ev     + ev; eingetragener verein; eg; eingetragene genossenschaft; ek; ekfm; stichting
sa     + sa; societe anonyme; soc anonyme; sociedad anonima; sociedade anonima; sociedad anonima de capital variable
sa     + sa de cv; sab de cv; sapi de cv; sab; sau; saca; sac; saa; saic; sacif; saci; saf; saog; saoc; sa nv
sa     + sca; societe en commandite par actions; cva; sgps; sgps sa; sa sgps
sas    + sas; societe par actions simplifiee; sasu; snc; societe en nom collectif; scs
sarl   + sarl; societe a responsabilite limitee; eurl; sprl; bvba; scrl; cvba; sci; gie; scop
sl     + sl; sociedad limitada; slu; sll; sociedad de responsabilidad limitada; s de rl de cv; s de rl; srl de cv
spa    + spa; societa per azioni; sapa
srl    + srl; societa a responsabilita limitata; srls; scarl
nv     + nv; naamloze vennootschap; nv sa
bv     + bv; besloten vennootschap; vof; cv; cooperatie ua; cooperatief ua
ab     + ab; aktiebolag; aktiebolaget; ab publ; publ ab; hb; handelsbolag; kb; kommanditbolag
as     + as; aktieselskab; aksjeselskap; anonim sirketi; akciova spolecnost; akciju sabiedriba; aktsiaselts
as     + asa; allmennaksjeselskap
aps    + aps; anpartsselskab; ivs
oy     + oy; osakeyhtio; oy ab; ab oy; ky
oyj    + oyj; julkinen osakeyhtio; oyj abp; abp oyj; abp
hf     + hf; ehf; ohf; hlutafelag; einkahlutafelag
kk     + kk; kabushiki kaisha; kabushikikaisha; kabushiki gaisha; kabushikigaisha; kaisha; yk; yugen kaisha; gk
kk     + godo kaisha; 株式会社; 有限会社; 合同会社; 株; 有
cn     + 有限公司; 股份有限公司; 有限责任公司; 股份有限責任公司; 有限責任公司; 股份公司; 公司
kr     + 주식회사; 유한회사; 주; 유
spzoo  + sp zoo; spzoo; spolka zoo; spolka z ograniczona odpowiedzialnoscia; sp z ograniczona odpowiedzialnoscia
spzoo  + sp zoo spk; sp zoo sp k; sp k; spk; sp j; spj
spsa   + spolka akcyjna; sp akc; psa
sro    + sro; spol sro; spolecnost s rucenim omezenym; spolocnost s rucenim obmedzenym
doo    + doo; drustvo s ogranicenom odgovornoscu; eood; ood; zoo
dd     + dd; dionicko drustvo; delniska druzba; ad; adsits; ead
jsc    + jsc; ojsc; cjsc; pjsc; joint stock company; public joint stock company; open joint stock company
jsc    + closed joint stock company; joint stock co
kft    + kft; korlatolt felelossegu tarsasag
nyrt   + nyrt; zrt; nyilvanosan mukodo reszvenytarsasag; zartkoruen mukodo reszvenytarsasag
uab    + uab; sia; ou; osauhing
ooo    + ooo; obshchestvo s ogranichennoi otvetstvennostyu; tov; eoon
oao    + oao; zao; pao; ao; aktsionernoe obshchestvo; publichnoe aktsionernoe obshchestvo
ae     + ae; aee; epe; ike; anonymos etaireia; anonymi etaireia
"""

# Written in front of the name (PT Astra, UAB Baltic). The others in front are part of it (AS Roma, SE Labs).
_LEADING = """
pt; pjsc; ojsc; cjsc; jsc; ooo; oao; zao; pao; tov; uab; sia; ab; stichting; joint stock company;
public joint stock company; open joint stock company; kabushiki kaisha; 株式会社; 有限会社; 合同会社; 株; 有;
주식회사; 유한회사; 주
"""


def _spellings(text: str) -> list[tuple[str, ...]]:
    return [tuple(spelling.split()) for spelling in text.split(";") if spelling.strip()]


class Path(dict[str, "Path"]):
    """Where words lead: one word further, and the form that is told when they end here (None: none)."""

    form: str | None = None


def _paths(spellings: dict[tuple[str, ...], str]) -> Path:
    first = Path()
    for words, form in spellings.items():
        path = first
        for word in words:
            path = path.setdefault(word, Path())
        path.form = form
    return first


_rows = [(row[0], row[1], _spellings(row[2])) for row in (line.split(None, 2) for line in _ROWS.strip().splitlines())]

FORMS = {words: form for form, _, spellings in _rows for words in spellings}
VAGUE = frozenset(form for form, told, _ in _rows if told == "-")
ENDINGS = _paths({words[::-1]: form for words, form in FORMS.items()})  # from the last word to the first
BEGINNINGS = _paths({words: FORMS.get(words, "") for words in _spellings(_LEADING)})
SPACELESS = sorted((words[0] for words in FORMS if not words[0].isascii() and len(words[0]) > 1), key=len, reverse=True)
