"""Letters and words in which names of companies differ without meaning anything by it: tables of our own."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Letters that do not come apart into a Latin letter and an accent.
_LETTERS = {
    "ßøœæłđðıþŧħ": "ss o oe ae l d d i th t h",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ": (
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i i e g"
    ),
    "αβγδεζηθικλμνξοπρσςτυφχψω": "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
    "’‘'`´ʼ": "- - - - - -",  # De'Longhi is one word
}
LETTERS = {
    ord(letter): "" if latin == "-" else latin
    for letters, written in _LETTERS.items()
    for letter, latin in zip(letters, written.split(), strict=True)
}

# What is written short, where the short word is not simply the beginning of the long one.
_ABBREVIATIONS = """
administration admn; advertising advtg; aluminium aluminum; american amern; associates assocs; association assn
assoc; bank bk bnk; biotechnology biotech; biotechnologies biotechs; brothers bros; building bldg; canada cda cdn;
center centre ctr; chemicals chems; china chn; communications comms cmncts; compania cia; department dpt;
development dvlpmt; developments devs; eastern eastn; electric elec; electronics electr; energy enrgy; engineering
engg engr engrg; enterprises ents entpr; entertainment entmt; environmental envtl; equipment eqpt; exchange exch;
financial finl; foundation fdn fndn; general genl gnl; gebrueder gebr gebruder; global glbl; government govt; group
grp gruppe grupo groupe gruppo grupp; health hlth; healthcare hlthcare; holdings hldgs hldg hdgs hdg hlds hld
holding; industrial indl; industries inds; insurance ins; international intl intern internat intnl; investment invt
invst; investments invs invts invsts; laboratories labs lab; machinery mchy; machines mchn mchns; management mgmt
mgt mngt; manufacturing mfg; manufacturers mfrs; marketing mktg; markets mkts; materials matls; metals mtls; mining
mng; motors mtrs; national natl; networks ntwks; northern northn nthn; organization organisation; packaging pkg;
partners ptnrs; pharmaceuticals pharmaceut pharms; power pwr; products prods pdts; properties props ppties; property
ppty; publishing publg; railway rlwy rly; realty rlty; regional regl; research rsrch; resources res; saint st;
savings svgs; service svc srvc; services svcs srvcs svs; societe ste; solutions sols solns; southern southn sthn;
standard std; steel stl; systems sys syst; technology tech techn; technologies techs; telecommunications telecomm;
trading trdg; united utd; university univ; water wtr; western westn wstn; works wks; world wrld
"""
ABBREVIATIONS = {
    short: long
    for row in _ABBREVIATIONS.replace("\n", " ").split(";")
    for long, *shorts in [row.split()]
    for short in shorts
}

JOINING = frozenset({"and", "und", "et", "the"})  # said or left out
LINKING = JOINING | {"of", "for", "de", "di", "du", "des", "der", "die", "la", "le", "in", "van", "von"}  # no initials

# Of names of companies about one of so many has such a word: our own estimates, coarse on purpose. What is not listed
# is taken for rare (`mqa.identity.rarity`).
_ONE_OF_10 = _words("""
acting as at behalf by de del der des di die du for in its la le of on or represented through to van von with
""")
_ONE_OF_30 = _words("""
administration agency america american authority bank board capital china college company council department
development electric energy engineering financial first global government group holdings india industries institute
insurance international investment investments management media ministry national office pharmaceuticals power
properties resources secretary services solutions state states systems technologies technology trust united university
""")
_ONE_OF_100 = _words("""
academy acquisition advanced africa air alliance analytics app applied apps army asia asset associates association
australia auto automation automotive bio biotechnology branch brands britain brothers build business canada care
center central chemical chemicals city cloud club co com commerce commercial commission committee communication
communications community companies computer computing construction consultants consulting consumer control controls
corporate county creative credit data defence defense design developments digital direct district division dynamics
east education electrical electronic electronics enterprise enterprises entertainment environmental equipment equity
estate europe european exchange express farm fashion federal federation finance food foods force foundation fund games
gas general germany gold governors great green health healthcare high higher home hospital hotel hotels house hub
human industrial industry information infotech infrastructure innovation innovations integrated interactive internet
israel it japan kingdom laboratories laboratory land law learning leasing life lighting line logistics london
machinery machines majesty manufacturing marine marketing markets materials medical metal metals micro minerals mining
minister mobile modern motor motors municipal music navy net network networks new north northern oil one online open
operations optical organization pacific packaging paper partners payments people petroleum pharma pharmaceutical
plastics platform point precision president press private product production productions products professional
programme property public publishing pure real realty recruitment regents region renewable republic research retail
robotics royal safety school science sciences security semiconductor service shipping silver smart social society
software solar solution source south southern space sports star steel storage store studio studios subsidiary supply
support team technical telecom telecommunications textile textiles therapeutics tools trade trading training transport
travel trustees union usa ventures video vision water web west wind wireless wood works world york
""")
_ONE_OF_400 = _words("""
alpha amsterdam apex apollo arab argentina asian atlantic atlas aurora austria bangkok barcelona bay beijing belgium
berlin beta black blue boston brazil bridge bright british california canadian caribbean castle chicago chile chinese
colombia copenhagen cross crown crystal dallas danish delhi delta denmark deutsche diamond dragon dubai dutch eagle
eastern edge egypt elite empire england english euro evergreen excel falcon finland florida forest fortune france
french friends frontier fusion future galaxy gateway genesis georgia german golden grand greek guangdong hamburg
harbor harmony hawaii heart heritage hill hong horizon hungary icon impact imperial indian indonesia infinity iran
ireland irish island istanbul italia italian japanese jiangsu kenya key king kong korea korean kuwait lake landmark
lanka latin legacy legend liberty link lion logic lotus madrid malaysia matrix max mega mexico miami midwest milan
momentum moon mountain mumbai munich native nature nexus nigeria noble nordic norway nova oak ocean olympic omega
orient oriental origin orion oxford palm paradise paramount paris park path peak pearl peru phoenix pilot pine pioneer
planet poland port portugal premier premium prime progress provident quality quantum quest rainbow rapid red rise
river rock rome russia saint san santa saudi scandinavian select shanghai shenzhen sierra signal silicon singapore sky
spain spectrum spirit spring stone summit sun sunrise superior sweden swedish swiss sydney taiwan target texas thai
thailand tiger titan tokyo toronto total tower trinity triumph turkey ukraine unique unity universal urban value
vanguard vector victoria victory vienna vietnam village virginia vista vital washington wave western white wild wise
zenith zhejiang zurich
""")
ONE_OF = {
    word: many
    for many, words in ((10, _ONE_OF_10), (30, _ONE_OF_30), (100, _ONE_OF_100), (400, _ONE_OF_400))
    for word in words
}

# What lists of shares add behind the name of the company: certificates (all that follows is about them), kinds of share
# (those of the second row only before another: Class A), currencies of the nominal value.
CERTIFICATES = _words("adr ads adrs gdr nvdr sdr cdi spadr unsadr spgdr")
SHARES = _words(
    "inh inhaber nam vzo vz vorzuege stamm namens on ord shs fgn fria subvtg vtg na regs regd sponsored spons uns sv"
)
SHARES_BEFORE = _words(
    "class cl ser series sub voting sp reg foreign new st def un common ordinary preferred registered shares sh"
)
CURRENCIES = _words("dl eo ls sf sk nk dk hd hk yc rp rc ba is ta sw ad cd nd sd zy kc rl tn sy ku br")
