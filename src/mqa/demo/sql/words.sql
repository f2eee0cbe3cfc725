-- The words of the made-up world, with their weights. Nothing here is a real company or person.

-- Names of companies: three syllables and a word that says what they do. Each syllable begins with a consonant and
-- holds one vowel, so two different triples never spell the same name.
set variable first_syllables = (
    select list(onset || vowel order by onset, vowel)
    from (select unnest(string_split('B|Br|C|D|Dr|F|G|H|J|K|L|M|N|P|R|S|T|Tr|V|Z', '|')) as onset)
    cross join (select unnest(['a', 'e', 'i', 'o', 'u']) as vowel)
);
set variable middle_syllables = (
    select list(onset || vowel order by onset, vowel)
    from (select unnest(string_split('l|r|n|m|t|d|v|s|k|nd|lt|st', '|')) as onset)
    cross join (select unnest(['a', 'e', 'i', 'o']) as vowel)
);
set variable last_syllables = weighted(
    'ra|no|lis|tex|dan|vik|mar|son|ven|ro|lan|ris|ton|mer|das|kon|len|ban|cor|pel|sar|tan|vor|zen|ma|to|nis|ler|dor|fen|gan|'
    || 'hal|jor|kin|los|mon|nar|pas|quin|rel'
);
set variable words_of_all = weighted('|Group|Holding|Partners|International|Works|Services|Solutions|Alliance');
set variable words_of_industry = map {
    'banking': ['Bank', 'Savings', 'Capital'], 'insurance': ['Insurance', 'Mutual', 'Assurance'],
    'healthcare': ['Health', 'Clinics', 'Care'], 'energy': ['Energy', 'Grid', 'Power'],
    'software': ['Software', 'Systems', 'Labs'], 'manufacturing': ['Industries', 'Machines', 'Tools'],
    'retail': ['Stores', 'Retail', 'Market'], 'logistics': ['Logistics', 'Freight', 'Lines'],
    'education': ['Academy', 'Learning', 'College'], 'media': ['Media', 'Press', 'Studios']
};

set variable countries = weighted('US*34|GB*14|DE*15|NL*9|CA*6|SE*4|IE*3|NO*3|FR*4|ES*2|AU*2|IN*2|JP*1|BR*1');
set variable domain_endings = map {
    'US': ['com', 'com', 'com', 'io', 'net', 'org'], 'GB': ['co.uk', 'co.uk', 'com', 'io'], 'DE': ['de', 'de', 'com'],
    'NL': ['nl', 'nl', 'com', 'eu'], 'CA': ['ca', 'com'], 'SE': ['se', 'com'], 'IE': ['ie', 'com'], 'NO': ['no', 'com'],
    'FR': ['fr', 'com'], 'ES': ['es', 'com'], 'AU': ['com.au'], 'IN': ['in', 'co.in'], 'JP': ['co.jp'], 'BR': ['com.br']
};
set variable legal_forms = map {
    'US': 'Inc.', 'GB': 'Ltd', 'DE': 'GmbH', 'NL': 'B.V.', 'CA': 'Inc.', 'SE': 'AB', 'IE': 'Ltd', 'NO': 'AS', 'FR': 'SA',
    'ES': 'S.L.', 'AU': 'Pty Ltd', 'IN': 'Pvt Ltd', 'JP': 'KK', 'BR': 'Ltda'
};
set variable currencies = map {'US': 'USD', 'CA': 'CAD', 'GB': 'GBP', 'SE': 'SEK', 'NO': 'NOK'};
set variable industries = weighted(
    'banking*15|insurance*11|healthcare*15|energy*9|software*16|manufacturing*12|retail*9|logistics*6|education*4|media*3'
);
set variable technologies = weighted(
    '*12|snowflake*9|databricks*7|bigquery*7|oldvault*6|gridlock*5|redshift*5|oracle*7|postgresql*8|kubernetes*8|okta*7|'
    || 'tableau*6|power bi*8|sap*6'
);
set variable vacancies = weighted(
    '*40|security engineer*12|privacy counsel*7|software engineer*14|account executive*9|data analyst*8|accountant*6|nurse*4'
);
set variable owners = weighted(
    'Ines Okafor|Marta Lindqvist|Tom Abbink|Priya Raman|Jonas Feld|Claire Dunne|Viktor Hale|Sanne de Wit|*1'
);

set variable first_names = weighted(
    'Ada|Adam|Aisha|Alma|Amir|Ana|Anders|Anouk|Arjun|Astrid|Bas|Beatriz|Bram|Carla|Carlos|Chen|Chloe|Daan|Daniel|Diana|'
    || 'Elif|Elsa|Emil|Emma|Erik|Eva|Fatima|Femke|Filip|Finn|Freya|Greta|Hana|Hannah|Hugo|Ibrahim|Ida|Ingrid|Isabel|Ivan|'
    || 'Jack|Jana|Jasper|Jin|Joana|Johan|Julia|Kai|Karin|Kenji|Lars|Laura|Layla|Leo|Lena|Liam|Lina|Lucas|Maja|Malik|'
    || 'Marco|Maria|Mats|Maya|Mei|Mila|Mohan|Nadia|Nils|Nina|Noah|Nora|Olga|Oliver|Omar|Oscar|Paul|Petra|Rafael|Rania|'
    || 'Ravi|Rosa|Ruben|Ruth|Sami|Sara|Sofia|Stefan|Sven|Tara|Theo|Tim|Uma|Vera|Victor|Wout|Yara|Yusuf|Zara|Zoe'
);
set variable last_names = weighted(
    'Abel|Adler|Ahlberg|Aldana|Amato|Arden|Asker|Baker|Banner|Barros|Bauer|Becker|Berg|Bianchi|Blom|Boer|Brandt|Brook|'
    || 'Burke|Calder|Campos|Carver|Castro|Chandra|Cole|Conti|Cruz|Dahl|Dalton|Das|Dekker|Diaz|Doyle|Drake|Eklund|Ellis|'
    || 'Falk|Farrell|Fischer|Flores|Forde|Frank|Fuchs|Garcia|Gerrits|Gill|Gomes|Grant|Gupta|Haas|Hale|Hansen|Hart|Hayes|'
    || 'Heller|Hendriks|Holm|Hughes|Ibsen|Iyer|Jacobs|Jansen|Jensen|Joshi|Kaiser|Kane|Kaya|Keller|Kelly|Khan|Kim|Klein|'
    || 'Koch|Kramer|Kuiper|Lange|Larsen|Lee|Lehmann|Lopez|Lund|Lynch|Maes|Malik|Marino|Marsh|Meier|Mendes|Meyer|Mills|'
    || 'Moreau|Morris|Mulder|Nagel|Nair|Nash|Neumann|Nolan|Novak|Nunez|Olsen|Ortiz|Otto|Park|Patel|Peters|Pinto|Prins|'
    || 'Quist|Ramos|Rao|Reed|Reyes|Richter|Rinaldi|Rios|Rossi|Roth|Ruiz|Ryan|Saito|Salo|Santos|Sato|Schmidt|Scholz|Seidel|'
    || 'Sharma|Silva|Singh|Smit|Soto|Stone|Strand|Suzuki|Tanaka|Thorne|Torres|Ulrich|Vance|Vega|Visser|Vogel|Voss|Wagner|'
    || 'Walsh|Weber|Wells|Winter|Wolf|Wright|Yilmaz|Young|Zeller|Zhang'
);
-- Titles, and after the at sign the committee role that Halyard's definition should read off them.
set variable titles = weighted(
    'CFO@Economic buyer*3|Chief Financial Officer@Economic buyer*2|VP Finance@Economic buyer*3|CDO@Economic buyer|'
    || 'Chief Data Officer@Economic buyer|VP Finance & Operations@Economic buyer|'
    || 'CEO@Executive sponsor*2|CIO@Executive sponsor*3|CISO@Executive sponsor*4|'
    || 'Chief Information Security Officer@Executive sponsor*2|Chief Operating Officer@Executive sponsor|'
    || 'Security Architect@Technical evaluator*4|Enterprise Architect@Technical evaluator*3|'
    || 'Senior Security Engineer@Technical evaluator*4|Cloud Security Engineer@Technical evaluator*3|'
    || 'Head of Data Platform@Technical evaluator*2|'
    || 'Data Privacy Officer@Legal and privacy*3|General Counsel@Legal and privacy*2|Compliance Manager@Legal and privacy*3|'
    || 'Head of Procurement@Procurement*2|Procurement Manager@Procurement*2|Vendor Management Lead@Procurement|'
    || 'Data Analyst@User*4|Security Analyst@User*4|Senior Data Engineer@User*4|Data Engineer@User*3|Business Analyst@User*2|'
    || 'Software Engineer@*6|IT Administrator@*4|Product Manager@*4|Marketing Manager@*4|Head of Sales@*3|'
    || 'HR Business Partner@*3|Customer Success Manager@*3|Office Manager@*2|Project Manager@*4|Consultant@*3|Recruiter@*2'
);
set variable freemail = weighted('gmail.com*6|outlook.com*3|yahoo.com*2|gmx.de|hotmail.com*2');
set variable role_names = weighted('info*5|office*2|sales*2|support*2|noreply');

-- Pages, content and talk.
set variable pages_of_none = weighted('page*66|blog*18|careers*10|pricing*4|comparison*2');
set variable pages_of_awareness = weighted('page*58|blog*28|comparison*8|pricing*6');
set variable pages_of_consideration = weighted('page*40|blog*10|comparison*26|pricing*18|calculator*6');
set variable pages_of_decision = weighted('page*30|pricing*42|comparison*16|calculator*12');
set variable topics = weighted('data-security-posture|data-loss-prevention|dora|hipaa|key-management|masking|audit-trail');
set variable intent_topics = weighted(
    'data security posture*3|data loss prevention*3|dora compliance*2|hipaa audit*2|zero trust*2|cloud cost*2|backup*1'
);
set variable wanted_topics = ['data security posture', 'data loss prevention', 'dora compliance', 'hipaa audit'];
set variable sources = weighted('google*8|direct*6|linkedin*4|newsletter*3|partner*1');
set variable campaigns = weighted('*6|dora-2026*2|posture-check*2|brand*1|webinar-series*1');
set variable webinars = weighted('DORA in practice|Data posture in a week|Leaving OldVault|Privacy engineering live');
set variable events = weighted('Data Security Days Utrecht|Vault Summit London|Regulated Cloud Boston|Privacy Forum Berlin');
set variable messages = weighted(
    'Please call me, next week.|We compare three tools; "which one scales?"|Need pricing for 2,000 seats|Audit in October, help!|'
    || 'Können wir eine Demo sehen?|*3'
);
