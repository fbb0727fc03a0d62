### Rapportens danske tekst. Tal kommer færdigt formede ind som tekst.

# Forside og løbende tekst
title = Hjerteløbere i Danmark
subtitle = Statusrapport for { $quarter }
quarter-name = { $number }. kvartal { $year }
date-line = Opgjort den { $date } for hele landet, { $regions } regioner og { $municipalities } kommuner
independent = Uafhængig genberegning af offentliggjorte tal. Rapporten er ikke udgivet af TrygFonden.
independent-simulated = Øvelsesrapport med opdigtede tal. Den er ikke udgivet af TrygFonden.
footer-independent = Uafhængig genberegning, ikke udgivet af TrygFonden.
published-by = Udgivet af { $publisher }.
footer = Hjerteløbere opgjort { $date }, indbyggere { $population-day }. Kilder: { $source }; { $population-source }. { $maker }
edition-draft = Udkast
draft-mark = UDKAST · ikke udgivet
watermark = SIMULERET
set-with = Fremstillet med
cover-report = Hele rapporten (PDF)
cover-numbers = Alle tal (CSV)
cover-excel = Alle tal (CSV til Excel)
cover-spreadsheet = Alle tal (regneark)
skip-link = Gå til indholdet
keywords = hjerteløbere, hjertestop, hjertestartere, Danmark
country = Danmark
list-and = og
list-or = eller
population-source = Danmarks Statistik, FOLK1A
simulated-figure = Simuleret
population-source-simulated = simuleret folketal
days-counted = { $days ->
    [1] 1 dag
   *[other] { $days } dage
    }
description = Aktive hjerteløbere, aktiveringer og hjertestartere i Danmark, dets regioner og kommuner, opgjort den { $date }.
description-apart = Aktive hjerteløbere, opgjort den { $date }, aktiveringer, og hjertestartere, opgjort den { $aeds }, i Danmark, dets regioner og kommuner.
country-reference = { $country } { $rate }
# Tal, der ikke er oplyst
not-known = ikke oplyst
not-shown = tilbageholdt
at-least = mindst { $count }
rates-not-known = Kommunernes rater er ikke oplyst
not-known-because = { $name }: antallet er ikke oplyst. { $reason }
noted-because = { $name }: { $reason }
withheld-because = { $name }: antallet er tilbageholdt. { $reason }
partly-known-note = † Raten gælder de kommuner, hvis antal er oplyst, og deres indbyggere.
own-total-note = ‡ Kildens egen sum.
key-active-own-total = kildens egen sum, opgjort { $date }

# Vigtigt at vide
important-heading = Vigtigt at vide
important-finding = Sådan skal tallene læses
important-text =
    __En aktiv hjerteløber__ er en frivillig, som systemet kan finde ud fra en position, der er opdateret for nylig, og som derfor kan få en alarm. Kilden oplyser ikke, hvor ny positionen skal være. Antallet er optalt i et register på én bestemt dag. Tilmeldte, som systemet ikke kan finde, tæller ikke med.

    __Datoerne__ er ikke de samme for alle tal. { $stocks }, mens aktiveringer dækker { $period }, i alt { days-counted }. { $early }

    __Rater__ er pr. 100.000 indbyggere i alle aldre og er ikke korrigeret for alder. Folketallet er for { $population-quarter } ({ $population-source }), det nyeste, der var offentliggjort på opgørelsesdagen. Christiansø ligger ikke i nogen kommune og er medregnet under Bornholm.

    __Aktiveringer__ er alarmer om formodet hjertestop uden for hospital, efter at annullerede alarmer er trukket fra. { $cancelled } { $acceptance }

    __Usikkerheden__ er vist som en vandret streg gennem punktet (95 %-sikkerhedsinterval), hvor den er beregnet. Den viser, hvor meget tallet kan variere tilfældigt, og er længst i små kommuner. Kommunerne står i alfabetisk rækkefølge, og en placering vises altid med sit interval.
important-before-end = Opgørelsen er fra før kvartalets sidste dag, den { $end }.
important-stocks = Aktive hjerteløbere og hjertestartere er opgjort den { $date }
important-stocks-apart = Aktive hjerteløbere er opgjort den { $date } og hjertestartere den { $aeds }
important-cancelled = På landsplan blev { PCT($share) } af alarmerne annulleret, for eksempel fordi døden viste sig at være indtrådt tidligere. { $reasons }
important-reasons-unknown = Kilden oplyser ikke, hvor ofte hver årsag forekom.
important-reasons-counted = Hvor ofte hver årsag er registreret, står på siden om annullerede alarmer.
important-cancelled-unknown = Hvor mange det var, vises ikke for dette kvartal.
important-not-known-title = Ikke alle tal er oplyst
important-not-known = { $n ->
    [1] Antallet af aktive hjerteløbere mangler for én af de { $count } kommuner.
   *[other] Antallet af aktive hjerteløbere mangler for { $missing } af de { $count } kommuner.
    } Ingen tal er anslået. En sum for et område, en region eller landet, som de indgår i, vises kun, hvis kilden selv har oplyst den; ellers står der »mindst« og de øvriges sum. Raterne gælder ellers de kommuner, hvis antal er oplyst, og deres indbyggere{ $whole ->
    [partly] , også landsgennemsnittet.
   *[known] . Landsgennemsnittet er beregnet af kildens egen sum og alle indbyggere.
    }
contents = Indhold
who-address = Adresse: { $address }.
who-contact = Kontakt: { $contact }.
commentary-heading = Kommentar
commentary-finding = Kommentar til kvartalet
commentary-by = { $author }, { $date }
commentary-about-title = Om kommentaren
commentary-about = Teksten er skrevet af { $author } og ikke beregnet af rapporten. Rapportens egne tal står på de andre sider og i filen indicators.csv.
commentary-untranslated = Kommentaren er ikke oversat.
who-heading = Hvem står bag
who-text =
    { $statement } Kilder: { $source }; { $population-source }. { $origin } Rater, andele og sammenligninger er beregnet på ny, medmindre tallet er mærket »som publiceret«.

who-origin =
    TrygFondens statusrapport udarbejdes af læger, der forsker i Hjerteløberordningen, og udgives efter hvert afsluttet kvartal på hjertestarter.dk. Dens tal er som udgangspunkt fra kvartalets sidste dag, i nogle tilfælde suppleret med yderligere data.

# Figurernes tal
frame-empty = Ingen rækker.
frame-yes = ja
frame-no = nej
numbers-unfold = Vis tallene som tabel
numbers-fetch = Hent tallene (CSV)
numbers-lower = nedre grænse
numbers-upper = øvre grænse
column-region-name = Region
column-activations-rate = Pr. 100.000 om året
column-per-day = Om dagen
column-share = Andel
column-people = Indbyggere
column-change = Ændring (%)
column-limits = Grænser

# Find din kommune (kun på skærm)
find-heading = Find din kommune
find-label = Kommunens navn eller kode
find-help = Skriv for eksempel Aarhus, Århus eller 751.
find-button = Vis kommunen
find-all = Alle { $count } kommuner
find-where = Kommunekode { $code } · { $region } · opgjort den { $date }
find-change = Siden den { $since } er antallet gået fra { $before } til { $now }.
find-unchanged = Antallet er det samme som den { $since }.
find-reach = { PCT($day) } af indbyggerne har højst { $near } i lige linje til en åben hjertestarter om dagen, { PCT($night) } om natten.
find-near-runners = { PCT($day) } har også fire aktive hjerteløbere inden for { $near } om dagen, { PCT($night) } om natten.
find-none = Ingen kommune hedder »{ $query }«.
find-suggestion = Mente du:
find-several = Flere kommuner passer til »{ $query }«:
find-empty = Skriv en kommunes navn eller kode.
find-chosen = { $name } er valgt.
find-clear = Ryd valget
find-row = Se kommunen blandt alle kommuner
find-show = Vis kommunen
find-bar = { $count } aktive, { $rate } pr. 100.000
find-bar-label = Valgt kommune
find-region = »{ $name }« er en region.
find-to-region = Gå til siden om { $name }
find-axis = Prikker og streger: aktive hjerteløbere pr. 100.000 indbyggere med 95 %-interval. Nabokommunerne står nederst.
find-copy = Kopiér sætning til citat
find-copied = Sætningen er kopieret.
find-share = Del
find-print = Udskriv kortet
find-sheets = Ark for hver kommune
find-sheet-pdf = Kommunens ark (PDF)
find-sheet-html = Kommunens ark (HTML)
find-figure = Hent figuren
find-embed = Indsæt på en hjemmeside
find-embed-help = Hent figuren som SVG, læg { $file } ved siden af din side, og sæt disse linjer ind:
find-embed-copy = Kopiér linjerne
find-embed-copied = Linjerne er kopieret.
find-caption = { $name } sammenlignet med regionen, landet og nabokommunerne
find-chart = { $title }. Brug piletasterne for at gå fra tal til tal.
find-choose = Tryk på Enter for at vælge kommunen.
find-sorted-low = Sorteret efter { $column }, laveste først.
find-sorted-high = Sorteret efter { $column }, højeste først.
find-sorted-first = Sorteret efter { $column } fra A til Å.
find-sorted-last = Sorteret efter { $column } fra Å til A.
find-ungrouped = Alle kommuner er sorteret samlet. Områdernes sumrækker er skjult, så længe sorteringen varer.
find-unsorted = Rækkerne står igen i den oprindelige orden.

# Hele landet
national-heading = Hele landet
national-finding = Danmark har { $rounded } aktive hjerteløbere
national-under = Det svarer til { $rate } pr. 100.000 indbyggere, opgjort den { $date }
national-finding-least = Danmark har mindst { $rounded } aktive hjerteløbere
national-under-known = I de { $known } af { $count } kommuner, hvis antal indgår, er der { $rate } pr. 100.000 indbyggere, opgjort den { $date }
national-finding-unknown = Antallet af aktive hjerteløbere er ikke oplyst
national-under-unknown = Opgjort den { $date }
national-map-alt-unknown = Kort med ét felt for hver af landets { $count } kommuner. Ingen kommunes rate er oplyst.
national-map-title = Kommunernes rater spænder fra { $low } til { $high } pr. 100.000 indbyggere
national-map-text = Aktive hjerteløbere pr. 100.000 indbyggere, { $date }. Hvert felt er en kommune, og felterne er lige store
national-map-alt = Kort med ét felt for hver af landets { $count } kommuner. Landet har { $rate } aktive hjerteløbere pr. 100.000 indbyggere; kommunerne spænder fra { $low } ({ $low-name }) til { $high } ({ $high-name }).
national-shapes-alt = Danmarkskort med landets { $count } kommuner i deres rigtige form, farvet som felterne. Kommunerne spænder fra { $low } ({ $low-name }) til { $high } ({ $high-name }) aktive hjerteløbere pr. 100.000 indbyggere.
national-shapes-alt-unknown = Danmarkskort med landets { $count } kommuner i deres rigtige form. Ingen kommunes rate er oplyst.
national-map-noted = Om { $names } er der en bemærkning på regionens side.
national-dots-title = { $above } af { $regions } regioner ligger over landsgennemsnittet
national-dots-title-neutral = Regionernes rater
national-dots-text = Aktive pr. 100.000. Lodret linje: Danmark
national-dots-alt = Prikdiagram med regionernes aktive hjerteløbere pr. 100.000 indbyggere sammenlignet med landets { $rate }: { $list }.
key-active = aktive hjerteløbere
key-active-detail = opgjort { $date }
key-rate = aktive pr. 100.000 indbyggere
key-rate-national-detail = { $population } indbyggere
key-rate-detail = { $country }: { $rate }
key-share-detail = { $share } af landets { $total }
key-activations = aktiveringer
key-activations-detail = { $period }, uden annullerede
key-accepted = accepteret af mindst én hjerteløber
key-accepted-rounded-detail = afrundet; af mindst to: { $share }
key-accepted-detail = af mindst to: { $share }
map-shapes-source = Kommunegrænser: { $origin }
map-shapes-simplified = Kommunegrænser: { $origin }, forenklet til et net på { $grid } m
map-shapes-file = filen { $name }
map-class-under = under { $edge }
map-class-between = { $low } til { $high }
map-class-over = { $edge } og over

# Udvikling
trend-heading = Udvikling
trend-finding-up = Der er { PCT($percent) } flere aktive hjerteløbere end den { $since }
trend-finding-down = Der er { PCT($percent) } færre aktive hjerteløbere end den { $since }
trend-finding-up-broken = Der er opgjort { PCT($percent) } flere aktive hjerteløbere end den { $since }
trend-finding-down-broken = Der er opgjort { PCT($percent) } færre aktive hjerteløbere end den { $since }
trend-finding-same = Antallet af aktive hjerteløbere er det samme som den { $since }
trend-less-than = under { $percent }
trend-finding-unknown = Antallet kan ikke sammenlignes med et tidligere kvartal
trend-under = Fra { $before } til { $now } aktive hjerteløbere, opgjort den { $date }
trend-under-broken = Fra { $before } til { $now } aktive hjerteløbere, opgjort den { $date }. I en del af landet er opgørelsesmåden ændret imellem
trend-under-unknown = Tal for forrige kvartal og for samme kvartal året før mangler helt eller delvis, eller opgørelsesmåden er ændret imellem
trend-under-not-all-known = Antallet af aktive hjerteløbere er ikke oplyst for alle kommuner
trend-comparable = { $percent } (de kommuner, der kan sammenlignes)
trend-runners-title = Aktive hjerteløbere i hele landet
trend-runners-text = Antal på opgørelsesdagene. Linjen er afbrudt, hvor et tal mangler, eller hvor opgørelsesmåden er ændret i hele landet
trend-runners-alt = Kurve over aktive hjerteløbere i Danmark ved { $count } opgørelser: { $first } { $first-date } og { $last } { $last-date }. Det laveste antal er { $low }, det højeste { $high }.
trend-activity-title = Aktiveringer om dagen i hvert kvartal
trend-activity-title-between = Aktiveringer om dagen fra opgørelse til opgørelse
trend-activity-text = Aktiveringer pr. dag, uden annullerede. Streg: 95 %-interval
trend-activity-text-between = Pr. dag, uden annullerede. 1. kvartal tæller fra årets begyndelse, de øvrige fra forrige opgørelse. Streg: 95 %-interval
trend-activity-alt = Punkter for aktiveringer om dagen ved { $count } opgørelser. Det seneste er { $last } om dagen (95 %-interval { $range }).
trend-geography = Alle kvartaler er vist med den inddeling i kommuner og regioner, der gjaldt den { $date }.
trend-geography-united = Tidligere kvartalers tal for { $region } er lagt sammen af { $parts }.
trend-note-stock = To opgørelser af aktive hjerteløbere omfatter stort set de samme personer. Ændringen er derfor vist, som den er, uden usikkerhedsinterval.
trend-note-rate = Hver rate er beregnet med folketallet på dens eget opgørelsestidspunkt. En ændring kan derfor også skyldes folketallet.
trend-note-break = Ændringen for { $areas } går hen over et brud i et af de områder, der er lagt sammen, og viser derfor ikke alene, om der er blevet flere eller færre aktive hjerteløbere. { $reason }
trend-note-no-activity = Aktiveringer om dagen er ikke vist for { $quarters }. { $reason }
trend-activity-no-count = De er forskellen fra det foregående kvartals opgørelse, som der ikke er nogen af.
trend-activity-not-known = Antallet af aktiveringer er ikke oplyst.
trend-note-days = Ingen opgørelse af aktiveringer omfatter dagene { $periods }.
trend-dash = –: { $areas }. { $reason }
trend-dash-unknown = Det tidligere tal er ikke oplyst for området.
trend-note-sources = Kilder til siden: { $sources }.
trend-note-published = Hult punkt: { $value } ifølge { $source }, { $date }. Tallet indgår ikke i nogen beregning.
tick-quarter = { $number }. kv.
quarter-abbreviated = { $number }. kv. { $year }
column-quarter = Kvartal
column-period = Periode
key-change-quarter = siden forrige kvartal
key-change-year = på et år
key-change-detail = { $percent } siden den { $date }
key-own-activations = aktiveringer i kvartalet
key-own-activations-since = aktiveringer siden forrige opgørelse
key-own-activations-start = aktiveringer siden årets begyndelse
key-own-activations-detail = { $period } ({ days-counted }), { $day } om dagen
key-change-aeds = registrerede hjertestartere
trend-regions-heading = Udvikling i regionerne
trend-regions-finding = Regionernes udvikling sammenlignet med hele landets
trend-regions-under = Aktive hjerteløbere pr. 100.000 indbyggere. Rød linje: regionen. Grå linje: Danmark. Samme akse i alle felter
trend-regions-caption = Ændring i aktive hjerteløbere i regionerne og hele landet
trend-panel-alt-one = Ét punkt for { $region }: { $rate } aktive hjerteløbere pr. 100.000 indbyggere i det eneste kvartal, hvor antallet er oplyst. Danmark har { $country }.
trend-panel-alt = Kurve for { $region }: fra { $first } til { $last } aktive hjerteløbere pr. 100.000 indbyggere. Danmark har { $country }.
column-change-quarter = Siden forrige kvartal
column-change-year = På et år
column-percent = Procent
column-rate-change = Pr. 100.000
column-before = Før
column-now = Nu
column-usual = Sædvanligt (%)
column-spark = Udvikling
spark-words = fra { $first } pr. 100.000 indbyggere { $date } til { $last }
spark-words-broken = fra { $first } pr. 100.000 indbyggere { $date } til { $last }; linjen er afbrudt undervejs
trend-municipalities-heading = Udvikling i kommunerne
trend-municipalities-finding-both = { $above } ligger over de sammenlignede kommuners udvikling og { $below-number } under
trend-municipalities-finding-above = { $above } ligger over de sammenlignede kommuners udvikling, ingen under
trend-municipalities-finding-below = { $below } ligger under de sammenlignede kommuners udvikling, ingen over
trend-municipalities-finding-none = Ingen kommunes udvikling kan skelnes fra de sammenlignede kommuners
trend-municipalities-count = { $count ->
    [1] Én kommune
   *[other] { $word } kommuner
    }
trend-municipalities-under = Ændring i aktive hjerteløbere set i forhold til den samlede ændring på { PCT($percent) } og til kommuner af samme størrelse
trend-municipalities-title = Kommunernes ændring efter størrelse
trend-municipalities-text = Lodret: ændring siden den { $since }. Vandret: antal aktive dengang. Sort linje: de sammenlignede
trend-municipalities-alt = Punktdiagram med { $count } kommuners ændring i aktive hjerteløbere sammenlignet med { PCT($percent) } samlet. Over det sædvanlige: { $above }. Under: { $below }.
legend-change-above = over det sædvanlige
legend-change-same = inden for det sædvanlige, eller udenfor og kan skyldes tilfældighed
legend-change-below = under det sædvanlige
legend-change-range = sædvanligt udsving for 95 pct. af kommuner af den størrelse
trend-many = { $outside } af de { $count } kommuner, der er bedømt på én gang, ligger uden for det sædvanlige udsving; omkring { $expected } ville gøre det, selv hvis ingen skilte sig ud.
trend-many-found = Farve og navn har kun dem, hvis forskel består, når der er taget højde for de mange sammenligninger.
trend-many-none = Ingen er fremhævet: når der er taget højde for de mange sammenligninger (Benjamini og Hochberg), kan enhver afvigelse skyldes tilfældighed.
trend-list-above = Længst over de sammenlignede, når der tages hensyn til størrelsen
trend-list-below = Længst under de sammenlignede, når der tages hensyn til størrelsen
trend-list-note = Sædvanligt: de sammenlignede kommuners samlede ændring, plus og minus den spredning, som kommuner af samme størrelse har indbyrdes. Udvalget følger afvigelsen målt mod det sædvanlige udsving, ikke procenten.
trend-list-marked = * Forskellen består, når der er taget højde for de mange sammenligninger (Benjamini og Hochberg: højst 5 pct. af de markerede ventes at skyldes tilfældigheder).
trend-list-order = Kommunerne står alfabetisk.
trend-list-left-out = Kan ikke sammenlignes: { $names }. { $reasons }
aed-history-heading = Hjertestartere i tidligere år
aed-history-finding = Offentliggjorte tal for registrerede hjertestartere siden { $year }
aed-history-under = Tal fra forskellige kilder; de udgør ikke en sammenhængende serie
aed-history-title = Registrerede hjertestartere
aed-history-text = Hule punkter: tidligere offentliggjorte tal. Fyldte punkter: rapportens egne opgørelser
aed-history-alt = Punkter for registrerede hjertestartere: { $count } tidligere offentliggjorte tal fra { $first } i { $year } til { $last } opgjort { $date }.
aed-history-note = Tallene kommer fra forskellige kilder og er ikke nødvendigvis optalt på samme måde. Derfor er de ikke forbundet med en linje og indgår ikke i beregninger. Kildernes fulde adresser står i indicators.csv.
aed-history-gap = En linje forbinder rapportens egne opgørelser. Den er afbrudt, hvor et kvartals tal mangler, eller hvor serien har et brud.
aed-history-dash = –: kilden oplyser ikke, hvor mange der var døgntilgængelige.
aed-history-caption = Tidligere offentliggjorte antal registrerede hjertestartere
column-date = Dato
column-registered = Registreret
column-around-clock = Døgntilgængelige
column-source = Kilde

control-heading = Sædvanlig og usædvanlig variation
control-finding = { $count ->
    [0] Ingen opgørelser ligger uden for den sædvanlige variation
    [1] Én opgørelse ligger uden for den sædvanlige variation
   *[other] { $word } opgørelser ligger uden for den sædvanlige variation
    }
control-under = Hele landet, hver opgørelse for sig: dagene siden den forrige, i 1. kvartal siden årets begyndelse
control-title-activationsquarterperday = Aktiveringer om dagen
control-text-activationsquarterperday = Uden annullerede. Gennemsnittet af de { $count } opgørelser er { $middle }. Gråt bånd: sædvanlig variation
control-title-acceptedbyonequarter = Aktiveringer, som mindst én hjerteløber accepterede
control-text-acceptedbyonequarter = Pct. af opgørelsens aktiveringer. Gennemsnittet af de { $count } opgørelser er { $middle }. Gråt bånd: sædvanlig variation
control-alt = Kontrolkort med { $count } opgørelser om gennemsnittet { $middle }. Grænserne er { $range }. Uden for dem ligger { $outside }.
control-note = Båndet er tre standardafvigelser til begge sider, skaleret efter hvor meget to opgørelser efter hinanden plejer at skille sig fra hinanden (Laneys kontrolkort). En opgørelse uden for båndet kan være et tegn på, at noget er ændret, men viser ikke hvad. Kortet vises, når der er mindst otte opgørelser.

# Kommunerne sammenlignet
funnel-heading = Kommunerne sammenlignet
funnel-finding = { $outside } af { $count } kommuner ligger uden for tragtens 95 %-grænser
funnel-under = { $above } over og { $below } under. Omkring { $expected } ville ligge udenfor, selv hvis ingen kommune skilte sig ud
funnel-far = Uden for 99,8 %-grænserne ligger { $names }; i gennemsnit { $expected } ville gøre det, selv hvis ingen skilte sig ud.
funnel-far-none = Ingen kommune ligger uden for 99,8 %-grænserne.
funnel-title = Aktive hjerteløbere pr. 100.000 indbyggere efter kommunens størrelse
funnel-text = Vandret: indbyggere (logaritmisk skala). Stiplet: tilfældighed alene (95 pct.). Navngivet: kommuner udenfor og store byer
funnel-text-phone = På en smal skærm er kun den højeste og den laveste rate og de store byer navngivet
funnel-legend-above = over 95 %-grænserne
funnel-legend-below = under 95 %-grænserne
funnel-legend-same = inden for 95 %-grænserne
funnel-legend-95 = 95 %-grænser
funnel-legend-998 = 99,8 %-grænser
funnel-alt = Tragtplot med { $count } kommuner, { $outside } af dem uden for 95 %-grænserne. { $above } ligger over og { $below } under. Lavest og højest: { $furthest } pr. 100.000 indbyggere.
funnel-list-above = Over grænserne
funnel-list-below = Under grænserne
column-rank = Placering
funnel-note = { $furthest } Tragten er bredest til venstre, fordi små kommuners tal varierer mest. Kommuner er også forskellige af andre grunde; uden hensyn til det ville { $outside } af { $count } ligge uden for 99,8 %-grænserne. Spredningen mellem kommuner ({ $between } pr. 100.000) er derfor medregnet (tragtplot, Spiegelhalter 2005). Den er skønnet med de yderste tiendedele trukket ind, så flere end 5 pct. ligger uden for 95 %-grænserne, også når ingen skiller sig ud. Regionernes sider bruger kun kommunens eget interval: { $above } ligger over landsgennemsnittet, { $below } under. Placering: nr. 1 har den højeste rate; intervallet viser de placeringer, som er forenelige med tilfældig variation. Navnene står alfabetisk.

# Regionerne
regions-heading = Regionerne
regions-text =
    { $names }

    Hver region har en side med nøgletal, kommunernes tal og et kort.
region-finding-highest = { $region } har den højeste rate af aktive hjerteløbere af de { $regions } regioner
region-finding-lowest = { $region } har den laveste rate af aktive hjerteløbere af de { $regions } regioner
region-finding-above = { $region } ligger over landsgennemsnittet med { $rate } aktive pr. 100.000
region-finding-below = { $region } ligger under landsgennemsnittet med { $rate } aktive pr. 100.000
region-finding-same = { $region } kan ikke skelnes fra landsgennemsnittet med { $rate } aktive pr. 100.000
region-finding-partly = { $region } har { $rate } aktive pr. 100.000 i de kommuner, hvis antal er oplyst
region-finding-unknown = Antallet af aktive hjerteløbere i { $region } er ikke oplyst
region-not-known-title = Ikke alle regionens tal er oplyst
region-table-title = { $n ->
    [0] 95 %-intervallet ligger over landsgennemsnittet i ingen af { $total } kommuner
   *[other] 95 %-intervallet ligger over landsgennemsnittet i { $above } af { $total } kommuner
    }, { $n-below ->
    [0] under i ingen
   *[other] under i { $below }
    }
region-table-title-known = { $n ->
    [0] 95 %-intervallet ligger over landsgennemsnittet i ingen af { $total } oplyste kommuner
   *[other] 95 %-intervallet ligger over landsgennemsnittet i { $above } af { $total } oplyste kommuner
    }, { $n-below ->
    [0] under i ingen
   *[other] under i { $below }
    }
region-table-title-unknown = Kommunernes antal er ikke oplyst
region-table-text = Aktive hjerteløbere { $date } efter kommune. Farvet: hele 95 %-intervallet ligger over eller under
region-areas-title = Sådan fordeler de aktive hjerteløbere sig i regionen
region-areas-text = Aktive hjerteløbere { $date } efter område. Streg: 95 %-interval
region-table-caption = Aktive hjerteløbere i { $region }, antal og pr. 100.000 indbyggere, { $date }
region-continued-heading = { $region } efter kommune
region-map-title = Kommunernes rater spænder fra { $low } til { $high }
region-map-text = Aktive pr. 100.000 indbyggere. Hvert felt er en kommune
region-map-alt = Kort over { $region } med ét felt pr. kommune. Regionen har { $rate } aktive hjerteløbere pr. 100.000 indbyggere; kommunerne spænder fra { $low } ({ $low-name }) til { $high } ({ $high-name }).
region-map-alt-unknown = Kort over { $region } med ét felt pr. kommune. Ingen kommunes rate er oplyst.
region-map-note = Felternes placering er tilnærmet.
region-map-note-others = { $unknown ->
    [no] Grå felter er kommuner i andre regioner.
   *[yes] Lysegrå felter er kommuner i andre regioner, mørkere grå kommuner, hvis tal ikke vises.
    }
region-two-comparisons = I tabellen følger farven områdets eget 95 %-interval. I hele landet ligger hele intervallet over landsgennemsnittet i { $above } af { $count } kommuner og under i { $below }. Siden »{ $page }« medregner også spredningen mellem kommunerne. Dér ligger { $outside } uden for grænserne.
region-corrected-note = \* Tallet er rettet i forhold til kilden. Se afsnittet Datakvalitet.
region-small-note = Én hjerteløber flere eller færre ændrer raten pr. 100.000 med { $list }.
region-small-item = { $step } i { $name } Kommune
region-withheld-title = Nogle af regionens tal vises ikke
region-withheld-text =
    { $reason } Tallene holdes tilbage til og med den { $until }.
region-activations-missing = Regionens antal aktiveringer indgår ikke i datagrundlaget og vises derfor heller ikke.
region-activations-derivable = Det kan udledes af landstallet, som omfatter regionens aktiveringer, men rapporten beregner ingen rater eller forhold med det.
region-activations-others = De øvrige { $regions } regioner havde tilsammen { $count } aktiveringer. Det svarer til { $rate } pr. 100.000 indbyggere om året (95 %-interval { $range }). Landets rate på { $country } omfatter også denne regions aktiveringer.
region-activations-unknown = Antallet af aktiveringer vises heller ikke for regionen.
explore-own-from = egne tal: { $source }
explore-own-part = Egne tal er ikke fra rapporten.
explore-from = { $name }: { $source }.
explore-own-ratio = { $name }: { $top } ({ $source }) pr. { $per } ({ $own }).
explore-own-share = { $name }: { $top } ({ $source }) i procent af { $per } ({ $own }).
explore-boundaries = Kommunegrænser: { $file }
explore-rounded = Andele, der kun er kendt afrundet, er gengivet som publiceret; 100 pct. kan dække over lidt mindre.
explore-without-limits = Ændringen er vist uden usikkerhedsinterval: den er forskellen mellem to opgørelser.
explore-logarithmic = { $name } (logaritmisk)
explore-funnel = Vandret: indbyggere (logaritmisk skala). Mørkt og lyst bånd: 95- og 99,8-pct.-grænser, der regner forskelle mellem kommuner med. Stiplet: tilfældighed alene (95 pct.).
explore-axes = Lodret: { $up }. Vandret: { $across }.
explore-intervals = Streger: { $level } %-intervaller.
explore-ranges = Streg ved et tal, der bygger på afrundede tal: det, som afrundingen tillader.
explore-line-vertical = Lodret linje: { $area }, { $number }.
explore-line-horizontal = Vandret linje: { $area }, { $number }.
explore-noted = Om { $areas } er der en bemærkning i tabellen.
explore-left-out = Uden tal og ikke tegnet: { $areas }.
explore-left-out-many = Uden tal og ikke tegnet: { $areas } og { $count } andre.
explore-level-country = land
explore-level-region = region
explore-level-report_area = område
explore-level-municipality = kommune
explore-map-outside = uden for { $area }
explore-map-without-area = hører ikke til noget af rapportens områder
explore-earlier-published = Hule punkter uden linje: tidligere offentliggjorte tal fra andre kilder, ikke nødvendigvis optalt på samme måde; de kan ikke sammenlignes med rapportens.
explore-map-country = Alle kommuner har hele landets tal.
explore-map-region = Hver kommune har sin regions tal.
explore-map-report_area = Hver kommune har sit områdes tal.
map-limits-below = under grænserne
map-limits-within = inden for grænserne
map-limits-above = over grænserne
map-change-below = skiller sig ud under det forventede
map-change-within = skiller sig ikke ud
map-change-above = skiller sig ud over det forventede
map-mark-below = under
map-mark-within = –
map-mark-above = over
column-municipality = Kommune
column-area = Område
column-region = Region
column-active = Aktive
column-rate = Pr. 100.000
column-population = Indbyggere
column-interval = 95 %-interval
strip-words = { $range }, { $side }
legend-same = kan ikke skelnes fra landsgennemsnittet
legend-above = over landsgennemsnittet
legend-below = under landsgennemsnittet

# Om ordningen
about-heading = Om ordningen og hjertestop
about-text =
    { $pages }

    Tallene gælder hele landet, hvor intet andet er nævnt.
programme-heading = Hjerteløberordningen
programme-finding = TrygFonden oplyser omkring { $gross } aktiveringer om dagen
programme-finding-gross = Ordningen får omkring { $gross } alarmer om dagen, før annullerede trækkes fra
programme-finding-net = Hjerteløberordningen har { $net } aktiveringer om dagen
programme-finding-unknown = Det er ikke oplyst, hvor ofte ordningen bliver aktiveret
programme-under-unknown = Rapporten viser kun det, der er oplyst og må vises
programme-under-net = Annullerede alarmer er trukket fra; hvor mange de var, vises ikke
programme-under = Vi læser det som antallet af alarmer, før annullerede trækkes fra. Uden de annullerede er der { $net } aktiveringer om dagen
programme-under-gross = Tallet er beregnet i denne rapport. Uden annullerede alarmer er der { $net } aktiveringer om dagen
key-gross = alarmer om dagen
key-gross-published = aktiveringer om dagen, som publiceret
key-gross-published-detail = beregnet til { $range } alarmer, annullerede medregnet
key-gross-detail = beregnet til { $range }, annullerede medregnet
key-net = aktiveringer om dagen
key-net-detail = { $count } på { days-counted }, uden annullerede
key-runners-day = hjerteløbere rykker ud om dagen
key-runners-day-detail = som publiceret, afrundet
key-adults = aktive i forhold til alle voksne
key-adults-detail = { $adults } på 18 år og over ({ $quarter })
programme-text =
    Hjerteløbere er et supplement til regionernes akutberedskab. Når AMK-vagtcentralen får melding om et formodet hjertestop uden for hospital, kan den alarmere frivillige i nærheden, så hjertelungeredning og brug af hjertestarter kan begynde, inden det professionelle beredskab er fremme. Når flere hjerteløbere når frem, kan nogle af dem tage sig af de pårørende.

    Ordningen begyndte i Region Hovedstaden i efteråret { $launched } og har dækket hele landet siden { $nationwide }. { $trial }

    { $gross }

    Hjerteløberne oplyser selv, at mindst én af dem er fremme før det professionelle beredskab i mindst { PCT($before) } af aktiveringerne. Det er deres egne svar og kan ikke sammenlignes med målte tal.

    { $response }
facts-given = Oplyst for { $quarter }, ikke for dette kvartal: { $names }.
facts-arrests = alle tal om hjertestop
programme-trial = I Region Hovedstaden undersøger et randomiseret forsøg, hvilken effekt den har.
programme-response = Ved mindst halvdelen af { $alarms } alarmer var den første hjerteløber fremme inden for { $median } minutter, ved mindst ni ud af ti inden for { $late } minutter. Tiderne er oplyst i hele minutter, nedrundet.
programme-response-unknown = Kilden oplyser ikke, hvor hurtigt hjerteløberne når frem.
programme-gross-range = { PCT($cancelled) } af alarmerne blev annulleret. Da andelen kun er kendt afrundet, er antallet før fradrag mellem { $low } og { $high }; det svarer til { $day } om dagen. Andelen er her regnet for samme periode som aktiveringerne.
programme-gross-counted = { PCT($cancelled) } af alarmerne blev annulleret. Før fradrag var der { $total } alarmer; det svarer til { $day } om dagen.
programme-gross-neither = Det er ikke oplyst, hvor mange alarmer der var.
programme-gross-unknown = Hvor mange alarmer der blev annulleret, vises ikke. Derfor vises kun antallet efter fradrag.
programme-chart-title = { $region } har den højeste rate af aktiveringer
programme-chart-title-neutral = Aktiveringer i forhold til indbyggertallet
programme-chart-none = Regionernes aktiveringer er ikke oplyst.
programme-chart-text = Pr. 100.000 indbyggere om året, { $period }, uden annullerede. Streg: 95 %-interval
programme-chart-alt = Prikdiagram med aktiveringer pr. 100.000 indbyggere om året sammenlignet med landets { $rate }: { $list }. { $missing }
programme-chart-together = De { $regions } samlet
programme-chart-missing = { $regions } vises ikke for sig, men aktiveringerne dér indgår i landets tal.
ratio-caption = Forholdet mellem regionernes aktiveringer pr. indbygger, parvis
ratio-pair = { $one } i forhold til { $other }
column-ratio = Aktiveringer pr. indbygger
column-times = Gange så mange
programme-chart-note = Forskellene kan blandt andet skyldes regler for udsendelse og lokale ordninger; rapporten kan ikke afgøre det. { $missing }
reasons-heading = Annullerede alarmer
reasons-finding = { $reason } er den hyppigst registrerede årsag: { PCT($share) } af de annullerede alarmer
reasons-finding-several = { $reason } er de hyppigst registrerede årsager: hver { PCT($share) } af de annullerede alarmer
reasons-finding-unknown = For { PCT($share) } af de annullerede alarmer er årsagen ukendt
reasons-finding-none = Registrerede årsager til, at alarmer blev annulleret
reasons-under = { $n ->
    [1] Én annulleret alarm i hele landet, { $period }
   *[other] { $count } annullerede alarmer i hele landet, { $period }
    }
reasons-under-hidden = Annullerede alarmer i hele landet, { $period }
reasons-text =
    __Årsagerne__ er registreret efter en fast kodeliste af dem, der annullerede alarmerne. Rapporten udleder aldrig selv en årsag.

    __Kendt fravalg__ dækker undtagelse 3–6 i vejledningen om genoplivning, som bilaget forklarer. De fire bliver aldrig vist hver for sig.
reasons-chart-title = Hvorfor alarmerne blev annulleret
reasons-chart-text = Årsagernes andel af de annullerede alarmer
reasons-chart-alt = Søjlediagram over årsagernes andel af de annullerede alarmer: { $list }.
reasons-table-caption = Årsager til annullerede alarmer med antal, andel og 95 %-interval
reasons-column-reason = Årsag
reasons-column-count = Antal
reasons-column-share = Andel
reasons-column-interval = 95 %-interval
reasons-not-apart = ikke opgjort
reasons-note-suppressed = –: { $rule }
reasons-note-not-apart = Ikke opgjort betyder, at årsagen ikke er registreret for sig, så dens alarmer ligger under en anden årsag.
reasons-note-earlier = Undtagelserne er dem i den vejledning, som gælder fra { $date }; alarmer før den dag har fået deres kode efter den tidligere.
responders-heading = Hvem svarer på alarmen?
responders-finding = I gennemsnit fik { $alerted } hjerteløbere alarmen, { $accepted } accepterede, { $arrived } nåede frem
responders-finding-alerted = I gennemsnit fik { $alerted } hjerteløbere alarmen ved hver aktivering
responders-finding-people = { PCT($day) } af de aktive hjerteløbere har en kendt position om dagen, { PCT($night) } om natten
responders-under = Aktiveringer { $period }, uden annullerede alarmer. Aktive hjerteløbere den { $date }. Dag er kl. 7–23, nat er kl. 23–7
responders-seconds = { $seconds } sek.
responders-minutes = { $minutes } min.
key-responders-day = af de aktive har en kendt position om dagen
key-responders-day-detail = om natten: { $night }
key-responders-accepted = til første accept ved halvdelen
key-responders-accepted-detail = ved ni ud af ti inden for { $late } ({ $timed } med en tid)
key-responders-arrived = til første fremmøde ved halvdelen
key-responders-arrived-detail = ved ni ud af ti inden for { $late } ({ $timed } med en tid)
key-responders-first = hvor en hjerteløber var fremme før ambulancen
key-responders-first-detail = af { $both } aktiveringer med tid for begge
responders-people-title = Aktive hjerteløbere efter, hvor de sidst var
column-responders-active = I alt
column-responders-by-day = Om dagen
column-responders-by-night = Om natten
responders-activations-title = Hjerteløbere pr. aktivering, tid til første accept, og hvem der var først
column-responders-alerted = Alarmeret
column-responders-accepted = Accepterede
column-responders-arrived = Fremme
column-responders-median = Median
column-responders-late = Ni ud af ti
column-responders-first = Før ambulance
responders-suppressed = skjult
responders-people-heading = Hvor hjerteløberne var
responders-people-reading = Om dagen tælles en hjerteløber der, hvor den seneste position i dagtimerne var, og tilsvarende om natten. Den, der er set både om dagen og om natten, tæller med begge gange, så de to tal kan ikke lægges sammen, og en region kan have flere om dagen end i alt. En position siger ikke, om hjerteløberen kan rykke ud.
responders-activations-heading = Hvad tallene ikke siger
responders-activations-reading = Gennemsnittene er alle hjerteløbere divideret med alle aktiveringer, også dem, som ingen accepterede. En accept er ikke et fremmøde. Tiderne gælder kun aktiveringer med et kendt tidspunkt. »Før ambulancen« er målte tider, som ikke kan sammenlignes med hjerteløbernes egne svar.
aeds-heading = Hjertestartere
aeds-finding = { PCT($share) } af landets { $count } registrerede hjertestartere er døgntilgængelige
aeds-finding-registered = Danmark har { $count } registrerede hjertestartere
aeds-under = Registreret i TrygFondens Hjertestarter-Netværk, opgjort den { $date }
key-aeds = registrerede hjertestartere
key-aeds-detail = opgjort { $date }
key-aeds-24-7 = tilgængelige døgnet rundt
key-aeds-24-7-detail = { $rest } er kun tilgængelige en del af døgnet
key-aeds-share = af dem er døgntilgængelige
key-aeds-share-detail = { $part } af { $whole }
key-aeds-rate = pr. 100.000 indbyggere
key-aeds-rate-detail = én for hver { $people } indbyggere
aeds-text =
    En hjerteløber kan kun bruge en hjertestarter, der er i nærheden og tilgængelig, når alarmen kommer. Derfor har både antallet af hjertestartere og deres tilgængelighed betydning.

    { $availability } { $hours }

    { $runners } { $areas }
aeds-text-runners = Der er { $runners } hjertestartere for hver 1.000 aktive hjerteløbere.
aeds-text-runners-apart = Der er { $runners } hjertestartere, opgjort den { $aeds }, for hver 1.000 aktive hjerteløbere, opgjort den { $date }.
aeds-text-runners-unknown = Hvor mange hjertestartere der er i forhold til aktive hjerteløbere, kan ikke beregnes, fordi antallet af hjerteløbere ikke er oplyst for alle kommuner.
aeds-text-hours = Målt i timer er hjertestarterne tilgængelige i { PCT($share) } af ugen.
aeds-text-hours-unknown = Det er ikke oplyst, hvor mange timer de enkelte hjertestartere er tilgængelige.
aeds-text-rest = { $rest } af de registrerede hjertestartere er kun tilgængelige en del af døgnet. De kan derfor ikke altid hentes, når nogen i nærheden får hjertestop. TrygFonden ønsker, at så mange som muligt bliver døgntilgængelige, både for hjerteløbere og for andre vidner.
aeds-text-unknown = Andelen af de registrerede hjertestartere, der er døgntilgængelige, vises ikke for dette kvartal.
aeds-text-country = Kilden oplyser kun tal for hele landet. Fordelingen på regioner og kommuner kan derfor ikke vises.
aeds-text-areas = Tallene for regionerne ligger i indicators.csv; kommunernes er ikke oplyst.
aeds-text-municipalities = Tallene for de enkelte kommuner står på de næste sider.
aeds-chart-title = { $rest } hjertestartere er kun tilgængelige en del af døgnet
aeds-chart-text = Registrerede hjertestartere, { $date }. Hvert felt er 1 pct., omkring { $field } hjertestartere
aeds-chart-around-clock = tilgængelige døgnet rundt
aeds-chart-part = tilgængelige en del af døgnet
aeds-chart-alt = Felt med 100 firkanter: { PCT($share) } af { $count } registrerede hjertestartere er tilgængelige døgnet rundt, { PCT($rest-share) } kun en del af døgnet.
aeds-areas-heading = Hjertestartere i kommunerne
aeds-areas-finding-all = Kommunerne har fra { $low } til { $high } hjertestartere pr. 100.000 indbyggere
aeds-areas-finding-some = Oplyst for { $known } af { $count } kommuner: fra { $low } til { $high } hjertestartere pr. 100.000 indbyggere
aeds-areas-finding-none = Hjertestartere er ikke oplyst for nogen kommune
aeds-areas-under = Registreret i TrygFondens Hjertestarter-Netværk, opgjort den { $date }. Indbyggere { $population-day }
aeds-areas-map-title-all = Færrest pr. indbygger i { $low-name } ({ $low }), flest i { $high-name } ({ $high })
aeds-areas-map-title-some = Af de oplyste: færrest pr. indbygger i { $low-name } ({ $low }), flest i { $high-name } ({ $high })
aeds-areas-map-title-none = Kommunernes hjertestartere er ikke oplyst
aeds-areas-map-text = Registrerede hjertestartere pr. 100.000 indbyggere, { $date }. Hvert felt er en kommune
aeds-areas-map-alt-all = Kort med ét felt for hver af landets { $count } kommuner. Registrerede hjertestartere pr. 100.000 indbyggere spænder fra { $low } ({ $low-name }) til { $high } ({ $high-name }).
aeds-areas-map-alt-some = Kort med ét felt for hver af landets { $count } kommuner, hvoraf { $known } er oplyst. Registrerede hjertestartere pr. 100.000 indbyggere spænder blandt dem fra { $low } ({ $low-name }) til { $high } ({ $high-name }).
aeds-areas-map-alt-none = Kort med ét felt for hver af landets { $count } kommuner. Ingen kommunes hjertestartere er oplyst.
aeds-areas-several = { $count } kommuner
aeds-areas-regions-title = Regionerne og hele landet
aeds-areas-reading = Registret er talt helt op, så tallene har ingen statistisk usikkerhed. De siger, hvor mange hjertestartere der er i forhold til indbyggerne, ikke hvor langt der er til den nærmeste. Felternes placering er tilnærmet.
aeds-areas-list-heading = Hjertestartere, kommune for kommune
aeds-areas-list-finding = Registrerede og døgntilgængelige hjertestartere i landets { $count } kommuner
aeds-areas-caption = Hjertestartere i kommunerne fra { $first } til { $last }
aeds-areas-note = { $areas }: { $note }
aeds-areas-gaps = Hvor der står »ikke oplyst«, har kilden ikke givet et tal. Det betyder ikke nul.
column-share-around-clock = Andel døgntilgængelige
reach-heading = Hvor langt er der til hjælp?
reach-finding = { PCT($day) } af indbyggerne har højst { $near } i lige linje til en åben hjertestarter om dagen, { PCT($night) } om natten
reach-finding-same = { PCT($share) } af indbyggerne har højst { $near } i lige linje til en åben hjertestarter, om dagen som om natten
reach-under = Hjertestartere, der er registreret den { $date }. Dag er hverdage kl. 8–16, nat er hverdage kl. 0–8
reach-metres = { $metres } m
reach-label-day = { $share } om dagen
reach-label-night = { $share } om natten
key-reach-day = har højst { $near } om dagen
key-reach-day-detail = til en hjertestarter, der er åben
key-reach-night = har højst { $near } om natten
key-reach-night-detail = til en hjertestarter, der er åben
key-reach-median = har halvdelen af indbyggerne højst
key-reach-median-detail = til en døgntilgængelig hjertestarter
key-reach-most = har ni ud af ti indbyggere højst
key-reach-most-detail = til en døgntilgængelig hjertestarter
reach-chart-title = Om natten har { $few } en åben hjertestarter inden for { $near }, { $many } inden for { $far }
reach-chart-title-one = Andel af indbyggerne med en åben hjertestarter inden for { $metres }
reach-chart-text = Andel af indbyggerne (pct.) efter afstand i lige linje. Optalt ved de markerede afstande; stregerne forbinder dem. Hel streg: dag, stiplet: nat
reach-chart-alt = To kurver over andelen af indbyggerne med en åben hjertestarter inden for en afstand i lige linje, om dagen og om natten: { $points }.
reach-chart-alt-point = inden for { $metres } { PCT($day) } om dagen og { PCT($night) } om natten
reach-week-title = Time for time har { PCT($least) } til { PCT($most) } af indbyggerne en åben hjertestarter inden for { $near }
reach-week-title-same = I alle ugens timer har { PCT($share) } af indbyggerne en åben hjertestarter inden for { $near }
reach-week-text = Andel af indbyggerne i hver time af ugen (pct.), hele landet, i lige linje. Dansk tid
reach-week-alt = Felter for ugens 168 timer med andelen af indbyggerne, der har en åben hjertestarter inden for { $near }. Lavest er { PCT($least) }, første gang { $least-hour }. Højest er { PCT($most) }, første gang { $most-hour }.
column-clock = Klokken
column-weekday-1 = Mandag
column-weekday-2 = Tirsdag
column-weekday-3 = Onsdag
column-weekday-4 = Torsdag
column-weekday-5 = Fredag
column-weekday-6 = Lørdag
column-weekday-7 = Søndag
weekday-short-1 = man.
weekday-short-2 = tir.
weekday-short-3 = ons.
weekday-short-4 = tor.
weekday-short-5 = fre.
weekday-short-6 = lør.
weekday-short-7 = søn.
reach-regions-title = Regionerne: andel med højst { $near }, og hvad halvdelen har højst
column-reach-within = Inden for
column-reach-by-day = Om dagen
column-reach-at-night = Om natten
column-reach-all-open = Alle åbne
column-reach-median = Median
column-reach-near-day = Højst { $near } om dagen
column-reach-near-night = Højst { $near } om natten
column-reach-near-all-open = Højst { $near }, hvis alle var åbne
column-reach-median-metres = Halvdelen har højst til en døgntilgængelig
reach-locked-heading = Hvad åbningstiderne betyder
reach-locked = Var alle registrerede hjertestartere åbne døgnet rundt, havde { $all } af indbyggerne højst { $near } til en af dem. Regnes kun de døgntilgængelige med, er det { $always }.
reach-route-heading = Afstand ad vej
reach-route = Afstanden er en lige linje fra midten af det felt på befolkningskortet, man bor i. Vejen er længere: 1,4 gange så lang i Toronto og 1,6 gange i København (Karlsson m.fl. 2021). 500 m i lige linje svarer så til en vej på omkring 700–800 m. Vand regnes ikke som en hindring, så en fjord krydses i lige linje.
reach-reading-heading = Hvad tallene ikke siger
reach-reading = Det er andele af indbyggerne, ikke af hjertestoppene. At være nær er ikke nok: nogen skal vide, hvor hjertestarteren er, og hente den. Åbningstider er, som de er registreret. Indbyggerne tælles, hvor de bor, også om dagen.
reach-municipalities-fetch = Hent kommunernes tal som CSV

# Hvor langt er der til hjælp? Hjerteløbere
near-runners-heading = Hvor mange hjerteløbere er i nærheden?
near-runners-finding = { PCT($day) } har fire hjerteløbere og en hjertestarter i nærheden om dagen, { PCT($night) } om natten
near-runners-finding-same = { PCT($share) } har fire hjerteløbere og en hjertestarter i nærheden, om dagen som om natten
near-runners-under = Indbyggere med fire aktive hjerteløbere og en åben hjertestarter inden for { $near }, opgjort den { $date }. Dag er hverdage kl. 8–16, nat hverdage kl. 0–8
key-near-runners-day = har fire hjerteløbere og en hjertestarter om dagen
key-near-runners-day-detail = begge dele inden for { $near } i lige linje
key-near-runners-night = har fire hjerteløbere og en hjertestarter om natten
key-near-runners-night-detail = begge dele inden for { $near } i lige linje
key-near-runners-four-night = har fire hjerteløbere inden for { $far } om natten
key-near-runners-four-night-detail = med eller uden en hjertestarter
key-near-runners-not-covered = har ikke begge dele inden for { $far }
key-near-runners-not-covered-detail = højst tre hjerteløbere eller ingen åben hjertestarter, i gennemsnit over ugen
near-runners-table-title = Andel af indbyggerne med hjerteløbere i nærheden
near-runners-least = Mindst { $least } inden for { $near }
near-runners-regions-title = Regionerne: fire hjerteløbere og en åben hjertestarter inden for { $near }
column-runners-least = Aktive hjerteløbere
column-runners-not-covered = Ikke inden for { $far }
column-runners-file-day = Fire hjerteløbere og en hjertestarter inden for { $near } om dagen
column-runners-file-night = Fire hjerteløbere og en hjertestarter inden for { $near } om natten
column-runners-file-four-night = Fire hjerteløbere inden for { $far } om natten
column-runners-file-not-covered = Højst tre hjerteløbere eller ingen hjertestarter inden for { $far }
column-runners-file-aeds-day = Hjertestartere med { $least } hjerteløbere inden for { $around } om dagen
column-runners-file-aeds-night = Hjertestartere med { $least } hjerteløbere inden for { $around } om natten
near-runners-aeds-heading = Hjertestartere med mange hjerteløbere omkring sig
near-runners-aeds = Om dagen har { PCT($day) } og om natten { PCT($night) } af hjertestarterne mindst { $least } aktive hjerteløbere inden for { $far }. Tallet { $least } er en hollandsk norm; at den gælder i lige linje inden for { $far } fra hjertestarteren, er vores tolkning.
near-runners-aeds-same = Om dagen som om natten har { PCT($share) } af hjertestarterne mindst { $least } aktive hjerteløbere inden for { $far }. Tallet { $least } er en hollandsk norm; at den gælder i lige linje inden for { $far } fra hjertestarteren, er vores tolkning.
near-runners-position-heading = Hvor gammel er en position?
near-runners-position = En hjerteløber regnes, hvor vedkommende senest er set i tidsrummet. Det kan være i nat eller for uger siden, og vedkommende kan være et andet sted, når alarmen går. Slukkede telefoner er ikke med. Tallene siger derfor, hvor hjerteløbere plejer at være, ikke hvem der kunne rykke ud i et bestemt øjeblik.
near-runners-four-heading = Hvorfor fire?
near-runners-four = Dansk forskning regner et hjertestop som dækket, når der er mindst fire hjerteløbere og en hjertestarter inden for 500 m, og det gør vi også her. Når en alarm går, sendes de første fire, der accepterer, efter hver sin hjertestarter og den femte til patienten. Alarmen går længere ud: op til 5 km.
near-runners-reading-heading = Hvad tallene ikke siger
near-runners-reading = Afstanden er en lige linje; en vej er omkring halvanden gang så lang. At være nær er ikke det samme som at rykke ud: ikke alle alarmer accepteres. Indbyggerne tælles, hvor de bor, også om dagen. Hvor færre end fem var aktive i et tidsrum, er kommunens tal skjult.
near-runners-municipalities-heading = Fra dag til nat i kommunerne
near-runners-municipalities-finding = I hele landet har { PCT($day) } fire hjerteløbere og en hjertestarter nær om dagen, { PCT($night) } om natten
near-runners-municipalities-under = Andel (pct.) med fire hjerteløbere og en åben hjertestarter inden for { $near }. Fyldt prik: dag, hul prik: nat, streg: landet om natten. Ingen rangliste
near-runners-municipalities-note = Dag er hverdage kl. 8–16, nat hverdage kl. 0–8. Lige linje fra hjemmet. I små kommuner kan få hjerteløbere flytte tallet meget. At være nær er ikke det samme som at rykke ud.
near-runners-day = dag
near-runners-night = nat
near-runners-alt = Kommunerne i { $region }: andel af indbyggerne med fire hjerteløbere og en åben hjertestarter i nærheden, om dagen og om natten. { $areas }
near-runners-alt-area = { $name } { $day } pct. og { $night } pct.
ohca-near-heading = Hjertestartere og hjerteløbere nær hjertestop
ohca-near-finding = { PCT($share) } af hjertestoppene skete højst { $near } fra en åben hjertestarter
ohca-near-under = Hjertestop uden for hospital { $period }, hvis sted kendes. Lige linje. Dag er hverdage kl. 8–16, nat hverdage kl. 0–8
ohca-near-under-placed = Hjertestop uden for hospital { $period }: stedet kendes for { $placed } af { $arrests }. Lige linje. Dag er hverdage kl. 8–16, nat hverdage kl. 0–8
ohca-near-table-title = Andel af hjertestop med hjælp i nærheden, 95 %-interval i parentes
ohca-near-aed = Åben hjertestarter inden for { $near }
ohca-near-runners = Fire aktive hjerteløbere inden for { $near }
ohca-near-both = Begge dele inden for { $near }
ohca-near-counted = Hjertestop med et kendt sted
ohca-near-share = { $share } ({ $range })
ohca-near-regions-title = Regionerne i hele ugen, inden for { $near }
column-ohca-near = Hvad der var i nærheden
column-ohca-in-week = Hele ugen
column-ohca-open-aed = Åben hjertestarter
column-ohca-both = Også fire hjerteløbere
ohca-near-alarms-heading = Et hjertestop er ikke en alarm
ohca-near-alarms = Her tælles alle udtrukne hjertestop med et kendt sted, også dem, der aldrig udløste en alarm. Alarmerne har deres egne sider: de går også til andet end hjertestop, og ikke alle hjertestop udløser en. Andelene kan ikke sammenlignes direkte med indbyggernes, for hjertestop sker også, hvor ingen bor.
ohca-near-reading-heading = Hvad tallene ikke siger
ohca-near-reading = At noget var i nærheden, betyder ikke, at det blev brugt: dækning er ikke udrykning. Afstanden er en lige linje; en vej er omkring halvanden gang så lang. En hjertestarter regnes med, hvis den var registreret den dag og efter sine åbningstider i registret var åben i det minut. Hjerteløberne regnes, hvor de senest er set i samme tidsrum af ugen op til opgørelsen, også for de ældste hjertestop. Hele ugen rummer også aftener og weekender. Parentesen viser, hvor langt tilfældigheder kan flytte andelen. Tal, der kunne fortælle om nogle få hjertestop, er skjult.
number-missing = –
arrests-heading = Hjertestop uden for hospital
arrests-finding = { $survivors } personer overlevede et hjertestop uden for hospital i { $year }
arrests-under = Det svarer til { PCT($share) } af de hjertestop, registret har opgjort overlevelsen for
key-arrests = genoplivningsforsøg om året
key-arrests-detail = omkring { $day } om dagen, afrundet
key-survivors = overlevede i { $year }
key-survivors-detail = Dansk Hjertestopregister
key-survival = overlevede i { $year }
key-survival-detail = af de hjertestop, registret har opgjort overlevelsen for
key-good = af de overlevende får et godt liv
key-good-detail = { $severe } får svær hjerneskade
arrests-text =
    Dansk Hjertestopregister tæller hvert år omkring { $cases } personer, som nogen forsøger at genoplive efter et hjertestop uden for hospital. Det er omkring { $day } om dagen.

    Hjertestop rammer oftest derhjemme: { PCT($home) } sker i private hjem og { PCT($public) } i det offentlige rum.

    Hjertelungeredning er hjertemassage og kunstigt åndedræt. Den holder blodet i omløb, så hjernen og de andre organer får ilt, mens hjertet står stille. Udsigterne er overordnet gode for dem, der overlever: { PCT($good) } får et godt liv bagefter, mens { PCT($severe) } får svær hjerneskade.

    Antallet og andelen af overlevende gælder { $year }. Andelen og de omkring { $cases } genoplivningsforsøg har ikke samme grundlag. De øvrige tal står afrundet og uden årstal i kilden.
arrests-chart-title = Hvor hjertestop sker, og hvor mange der overlever
arrests-chart-text = Pct. Søjlerne har hver sit grundlag. Dansk Hjertestopregister
arrests-chart-home = Sker i private hjem
arrests-chart-survival = Overlever ({ $year })
arrests-chart-good = Overlevende med et godt liv
arrests-chart-alt = Søjlediagram med tre andele: { PCT($home) } af hjertestoppene sker i private hjem, { PCT($survival) } overlevede i { $year }, og { PCT($good) } af de overlevende får et godt liv.

# Bilag
appendix-heading = Bilag
appendix-guidance = Genoplivning og fravalg
appendix-text =
    { $pages }

    Samtlige tal ligger også i filen indicators.csv.
all-heading = Alle { $count } kommuner
all-finding = Aktive hjerteløbere i landets { $count } kommuner
all-under = Antal { $date }, pr. 100.000 indbyggere { $population-day } og 95 %-interval. Alfabetisk
all-caption = Aktive hjerteløbere i alle kommuner fra { $first } til { $last }
basis-heading = Tallenes grundlag
basis-finding = Hvert tal kan følges tilbage til sin kilde
basis-under = Hele landets tal med tæller, nævner, dato og grundlag. Regioner og kommuner står på samme måde i indicators.csv
basis-caption = Landets tal med tæller, nævner, dato og grundlag
basis-column-name = Tal
basis-column-value = Værdi
basis-column-numerator = Tæller
basis-column-denominator = Nævner
basis-column-date = Dato eller periode
basis-column-basis = Grundlag
basis-column-source = Kilde
basis-no-date = ikke oplyst
basis-sources = Kilder: { $list }.
basis-empty = Et tomt felt: tallet er ikke beregnet af en tæller og en nævner.
basis-populations = Indbyggere er folketallet den { $population-day }, voksne er fra { $adult-quarter }, det nærmeste kvartal, som datagrundlaget har aldre for.
basis-published-period = * Antaget: en andel af alarmerne, der står som publiceret, regnes for opgjort over samme periode som aktiveringerne.
basis-counts = optalt eller beregnet
basis-published = som publiceret
basis-derived = afledt af afrundet tal
basis-least = sum af de oplyste tal
quality-heading = Datakvalitet
quality-finding = { $unanswered ->
    [0] { $count ->
        [0] Kontrollen gav ingen bemærkninger
        [1] Kontrollens ene bemærkning er besvaret
       *[other] Kontrollens { $word } bemærkninger er alle besvaret
        }
    [1] Kontrollen fandt én ting, der bør ses efter
   *[other] Kontrollen fandt { $word } ting, der bør ses efter
    }
quality-under = { $unanswered ->
    [0] Datagrundlaget opfylder alle kontrolregler
   *[other] { $answered ->
        [0] { $count ->
            [1] Datagrundlaget opfylder alle kontrolregler. Bemærkningen er endnu ikke besvaret
           *[other] Datagrundlaget opfylder alle kontrolregler. Ingen af bemærkningerne er besvaret endnu
            }
       *[other] Datagrundlaget opfylder alle kontrolregler. { $word } af { $of } bemærkninger er endnu ikke besvaret
        }
    }
quality-none = Der er ingen bemærkninger.
quality-findings-title = Bemærkninger til datagrundlaget
quality-corrections-title = Rettede celler
quality-accepted-title = Tal, der ikke vises, men kan udledes
quality-no-corrections = Ingen celler er rettet i forhold til kilden.
quality-rules =
    __Regler, der stopper rapporten.__ Alle 98 kommuner skal stå i datagrundlaget, hver én gang og under sit eget navn. Kommunernes tal skal give udgiverens summer for regioner og land. Antal skal være hele tal og andele ligge mellem 0 og 100. Ingen del må være større end sin helhed. Opgørelsesdatoen skal passe til kvartalet, og folketallet skal være komplet og stemme med Danmarks Statistiks egne summer.

    Tilbageholdte tal må ikke stå i datagrundlaget, og simulerede tal må ikke ligge sammen med rigtige.
quality-oddities =
    __Forhold, der vurderes manuelt.__ En kommune, hvis antal har ændret sig langt mere end andres. En rate langt fra nabokommunernes eller, for en kommune uden landegrænse, fra regionens. Tal, som det forrige kvartal havde, og dette mangler. En sum, der levner kommuner uden tal langt fra det, de havde. Tal for året til dato, der falder eller står stille. En tabel med de samme tal som i et tidligere kvartal. En andel, der stiger, mens antallet falder. Flere aktiveringer accepteret af to end af én. Et tal, der stadig er tilbageholdt efter sin slutdato. Et tal, der ikke vises, men kan udledes af dem, der vises. Et andet folketal end det nyeste.

    Et svar er det, som den ansvarlige for datagrundlaget har skrevet om bemærkningen.
missing-title = Mål fra forskningen, som ikke indgår i rapporten
missing-column-name = Mål
missing-column-definition = Sådan defineres det
missing-column-source = Kilde
missing-column-state = I rapporten
missing-state = indgår ikke
missing-activated-name = Aktivering ved hjertestop
missing-activated-definition = Andel af egnede hjertestop, hvor hjerteløbere blev alarmeret
missing-activated-source = Shahriari m.fl. 2025, JACC
missing-response-name = Responstid, median og 90-percentil
missing-response-definition = Tid fra alarm, til den første hjerteløber er fremme; median og 90-percentil af alle alarmer under ét
missing-response-source = Resuscitation 2022, PMID 36162614
missing-coverage-name = Dækning inden for 500 meter
missing-coverage-definition = Andel af hjertestop med mindst fire hjerteløbere og en hjertestarter inden for 500 meter
missing-coverage-source = Københavns Universitet, researchprofiles.ku.dk
missing-first-name = Først på stedet, målt
missing-first-definition = Andel af bekræftede hjertestop, hvor en hjerteløber var fremme før det professionelle beredskab, målt og ikke selvrapporteret
missing-first-source = Andelius m.fl. 2020, JACC 76:43
quality-delivery = Datagrundlaget
quality-unanswered = Ikke besvaret
quality-empty = tom
quality-of = { $part } af { $whole }
quality-hidden = Bemærkningen gælder et tal, der ikke offentliggøres.
quality-withheld = tilbageholdt
quality-row = { $file }, række { $row }
quality-column-area = Område
quality-column-finding = Bemærkning
quality-column-place = Sted
quality-column-answer = Svar
quality-column-column = Tal
quality-column-old = Før
quality-column-new = Rettet til
quality-column-reason = Begrundelse
quality-column-by = Rettet af
quality-against-neighbours = medianen af nabokommunerne
quality-against-region = medianen af regionens øvrige kommuner
quality-changed = { $column }: { $found } mod { $compared } i { $against }. Med landets udvikling ville tallet være omkring { $expected }.
quality-fewer = { $column } mangler. I { $against } var tallet { $compared }.
quality-remainder = Kildens egen sum levner { $found } aktive hjerteløbere til kommuner uden tal ({ $lacking }). I { $against } havde de { $compared }. Med landets udvikling ville de have omkring { $expected }.
quality-more = { $count } til
quality-unknown = { $column }: antallet er ikke oplyst.
quality-neighbours = { $found } aktive pr. 100.000 indbyggere; { $against } er { $compared }.
quality-share-up = Andelen er steget, selv om antallet er faldet ({ $column }): { $found } mod { $compared } i { $against }.
quality-two-above-one = Mindst to accepter i { $found } pct., men mindst én i kun { $compared } pct.
quality-fell = { $column } i året til dato er faldet: { $found } mod { $compared } i { $against }.
quality-repeated = { $found } antal i tabellen er de samme som i { $against }.
quality-same-day = { $found } antal i tabellen er andre end i { $against }, selv om begge er opgjort den { $compared }.
quality-stands-still = { $column } i året til dato står stille: { $found }, som i { $against }.
quality-withheld-expired = Tal tilbageholdt til den { $compared }, men opgjort den { $found }.
quality-period-end = Aktiveringerne tæller til og med den { $found }, efter opgørelsesdatoen den { $compared }.
quality-population = Folketal for { $found } er valgt; det nyeste, der var offentliggjort den { $against }, er for { $compared }.
quality-fact-repeated = Tal om ordningen eller om hjertestop, der er oplyst for { $compared } og ikke for dette kvartal.
quality-commentary = { $found } nævner tal, og { $expected } af kvartalets tal vises ikke. Ingen af dem må stå i kommentaren eller kunne regnes ud af den.
quality-note-outlived = Bemærkningen er skrevet, da et tal ikke var oplyst, og tallet er oplyst nu.
quality-carried-over = Bemærkningen er overført fra et tidligere kvartal og er ikke bekræftet.
quality-leak = { $column }: tallet er ikke vist, men de viste tal indsnævrer det.
quality-leak-exact = { $column }: tallet er ikke vist, men kan regnes ud af de viste tal.
quality-answer = Svaret på { $found } hører ikke til nogen bemærkning.
method-heading = Kilder og metode
method-finding = Kilder, definitioner og metode
method-text-left =
    __Aktive hjerteløbere.__ Kommunernes antal er modtaget og lagt sammen til områder, regioner og landet. Summerne skal stemme, ellers dannes rapporten ikke. Kilden oplyser ikke, om kommunen er den, hvor positionen sidst var, eller den, hvor hjerteløberen bor.

    __Folketal.__ Kilden er { $population-source }, { $population-quarter } (1. dag i kvartalet, { $population-day }). Et kvartal regnes som offentliggjort 45 dage efter sin første dag. Andelen af voksne bruger { $adult-quarter }, det nærmeste kvartal, som datagrundlaget har aldre for. { $population-licence }

    __Geografi.__ Kommuner og regioner, som de var inddelt den { $date }. Områderne inden for regionerne følger TrygFondens rapport og er ikke Danmarks Statistiks landsdele.

    __Afrunding.__ Alle beregninger bruger uafrundede tal. Viste tal er afrundet, og halve rundes op. Overskriftens antal er i hele hundreder. Kortets farver følger det viste, afrundede tal.

    __Usikkerhed.__ Rater har 95 %-grænser fra Poisson-fordelingen: eksakte under ti personer, Byars tilnærmelse fra ti. Andele, hvis tæller og nævner er kendt, har Wilsons grænser. Grænserne gælder tilfældig variation, ikke fejl i registret. Fulde optællinger af ting, som hjertestartere, har ingen.

    __Sammenligning.__ Raterne er ikke korrigeret for alder, og landsgennemsnittet omfatter det område, der sammenlignes. Kommunerne er sammenlignet med landet i et tragtplot, hvor spredningen mellem kommuner er medregnet (Spiegelhalter 2005). Placeringer er simulerede intervaller, og forholdet mellem to regioner har eksakte grænser.
method-text-right =
    __Aktiveringer.__ Opgjort fra { $period-start } til { $period-end }, efter fradrag af annullerede. Omregnet til et år med 365 dage. { $gross }

    __Accept.__ Andelene er af aktiveringerne efter fradrag. Andele, der kun er kendt afrundet, er gengivet som publiceret, så 100 pct. kan dække over enkelte uden accept. Der er ikke regnet baglæns til antal. { $acceptance }

    __Tilbageholdt eller ikke oplyst.__ { $withheld } { $unknown }

    __Brud og bemærkninger.__ { $notes } Tilmeldte og aktive hjerteløbere er to forskellige opgørelser og bliver ikke lagt i samme serie.

    __Hjertestop.__ { $arrests }

    __Filer.__ Alle tal med tæller, nævner, dato, kilde og grundlag ligger i indicators.csv, og til regneark med dansk opsætning i indicators-semicolon.csv. Hvordan hvert af dem er beregnet, står i { $method }. manifest.json rummer kontrolsummer for data og rapport.

    __Fremstilling.__ Rapporten er lavet med åben kode: notebooks kørt med Papermill, tal beregnet i Polars, figurer tegnet med Altair.
method-arrests = Tallene er fra { $sources }.
method-arrests-simulated = Tallene er opdigtede.
method-population-licence = Folketallene er udgivet under CC BY 4.0.
method-population-simulated = Folketallene er opdigtede.
method-acceptance-unclear = Kilden oplyser ikke, om landets andele omfatter { $regions }.
method-gross-range = Antallet før fradrag er et interval, fordi andelen af annullerede kun er kendt afrundet.
method-gross-counted = Antallet før fradrag er optalt.
method-gross-unknown = Antallet før fradrag vises ikke.
withheld-none = Ingen tal er tilbageholdt i dette kvartal.
withheld-some = { $areas }: { $reason } Holdes tilbage til og med den { $until }.
notes-all-known = Alle kommuners antal er oplyst.
notes-none = Ingen kendte brud i dette kvartal.
notes-earlier = Brud i { $quarter }: { $reason }

# Indikatorernes navne

# Udgivne versioner
release-edition-first = Version { $version }, udgivet { $date }
release-edition-revision = Version { $version }, revideret { $date }
release-edition-correction = Version { $version }, rettet { $date }
release-reason = Årsag: { $reason }
release-as-of = Tallene er opgjort den { $date }.
release-version = { $quarter }, version { $version }
release-revisions-heading = Revisioner
release-revisions-finding = { $count ->
    [0] Ingen viste tal er ændret siden version { $version }
    [1] Ét vist tal er ændret siden version { $version }
   *[other] { $word } viste tal er ændret siden version { $version }
    }
release-revisions-caption = Tal, der er ændret siden den forrige version
release-revisions-others = { $count ->
    [0] Ingen andre tal er ændret. Alle ændringer står også i filen data/revisions.csv.
    [1] Ét tal mere er ændret, uden at det ses efter afrunding. Alle ændringer står i filen data/revisions.csv.
   *[other] Yderligere { $shown } tal er ændret uden at blive vist her, fordi de er ens efter afrunding, kun står i filer eller hører til tidligere kvartaler. Alle ændringer står i filen data/revisions.csv.
    }
release-column-area = Område
release-column-number = Tal
release-column-old = Før
release-column-new = Nu
release-column-difference = Forskel
release-edition-short = Version { $version }
release-version-number = version { $version }
release-cite = Henvis til rapporten som
release-citation = { $maker } ({ $year }). { $title }. { $subtitle }. { $edition }.
release-dataset = Tal til { $title }
release-mark = Et lille r ved et tal betyder, at det er ændret siden version { $version }. Siden Revisioner viser før og nu.
release-status-withheld = tilbageholdt
release-status-suppressed = skjult
release-differences = Forskelle er mellem de viste tal; er forskellen lille, er de vist med flere decimaler end i resten af rapporten.
release-percentage-points = { $difference } procentpoint
release-status-missing = ikke vist
release-status-absent = fandtes ikke
release-yes = ja
release-no = nej
release-sheet-cover = Forside
release-sheet-contents = Indhold
release-sheet-contents-title = Indhold: ark i denne fil
release-sheet-notes = Noter
release-sheet-notes-title = Noter: sådan skal tal og koder læses
release-sheet-sheet = Ark
release-sheet-content = Indhold
release-sheet-note = Note
release-sheet-explanation = Forklaring
release-sheet-one-table = Arket indeholder én tabel.
release-sheet-codes = En kode i kantede parenteser står, hvor der ikke er noget tal. Arket Noter forklarer koderne.
release-sheet-dates = Hjerteløbere og hjertestartere er opgjort den { $date }. Aktiveringer dækker { $period }.
release-sheet-sources = Kilder: { $source }; Danmarks Statistik, FOLK1A, folketal { $day }.
release-sheet-see = Samme tal ligger uafrundede i indicators.csv og indicators.parquet. Filen datapackage.json beskriver hver kolonne på dansk og engelsk.
release-note-active = Aktive hjerteløbere
release-note-active-text = Frivillige, som systemet kan finde ud fra en position, der er opdateret for nylig, optalt i et register på opgørelsesdagen. Tilmeldte, som systemet ikke kan finde, tæller ikke med.
release-note-rate = Pr. 100.000 indbyggere
release-note-rate-text = Antal delt med indbyggere i alle aldre, gange 100.000. Folketallet er det nyeste, Danmarks Statistik havde offentliggjort på opgørelsesdagen. Christiansø er medregnet under Bornholm.
release-note-limits = Nedre og øvre grænse
release-note-limits-text = 95 %-grænser, der viser, hvor meget tallet kan variere tilfældigt. Hvor tallet er afledt af et afrundet tal, er det enderne af det interval, det tillader.
release-note-activations = Aktiveringer
release-note-activations-text = Alarmer om formodet hjertestop uden for hospital, efter at annullerede alarmer er trukket fra.
release-note-rank = Placering
release-note-rank-text = De placeringer blandt alle kommuner, som er mulige, når tallet varierer tilfældigt. Nr. 1 har den højeste rate. Kommunerne står alfabetisk.
release-note-smoothed = Tal, der kun står i filer
release-note-smoothed-text = Indikatorer, hvis navn ender på smoothed, deviation, dispersion eller between, er mellemregninger. De er forklaret i kolonnen Bemærkning.
release-note-c = [c]
release-note-c-text = Fortroligt: tallet er tilbageholdt eller skjult af hensyn til fortrolighed. Kolonnen Status på det sidste ark siger hvilket.
release-note-x = [x]
release-note-x-text = Ikke tilgængeligt: tallet er ikke oplyst.
release-note-z = [z]
release-note-z-text = Ikke relevant: rækken har ikke et tal af den slags.
release-note-basis = Grundlag
release-note-basis-text = Beregnet af antal, overtaget som publiceret, fordi antallene ikke kendes, eller afledt af et afrundet tal: det interval, det tillader, eller hvad det svarer til pr. dag.
release-table-country = Tabel_1_Landet
release-table-country-title = Tabel 1: Hele landets tal med tæller, nævner og grundlag, { $quarter }, opgjort { $date }
release-table-regions = Tabel_2_Regioner
release-table-regions-title = Tabel 2: Regionernes aktive hjerteløbere og aktiveringer, { $quarter }, opgjort { $date }
release-table-areas = Tabel_3_Omraader
release-table-areas-title = Tabel 3: Aktive hjerteløbere i områder inden for regionerne, { $quarter }, opgjort { $date }
release-table-municipalities = Tabel_4_Kommuner
release-table-municipalities-title = Tabel 4: Aktive hjerteløbere i kommunerne, { $quarter }, opgjort { $date }
release-table-revisions = Tabel_5_Revisioner
release-table-revisions-title = Tabel 5: Viste tal, der er ændret siden den forrige version, { $quarter }, opgjort { $date }
release-table-everything = Tabel_6_Alle_tal
release-table-everything-title = Tabel 6: Alle tal, en række for hvert kvartal, niveau, område og hver indikator, til og med { $quarter }, opgjort { $date }
release-head-number = Tal
release-head-value = Værdi
release-head-lower = Nedre grænse
release-head-upper = Øvre grænse
release-head-numerator = Tæller
release-head-denominator = Nævner
release-head-unit = Enhed
release-head-period = Dato eller periode
release-head-basis = Grundlag
release-head-source = Kilde
release-head-active = Aktive hjerteløbere
release-head-rate = Aktive pr. 100.000 indbyggere
release-head-rate-lower = Nedre 95 %-grænse pr. 100.000
release-head-rate-upper = Øvre 95 %-grænse pr. 100.000
release-head-share = Andel af landets aktive (%)
release-head-activations = Aktiveringer, uden annullerede
release-head-activations-rate = Aktiveringer pr. 100.000 om året
release-head-by-one = Accepteret af mindst én (%)
release-head-by-two = Accepteret af mindst to (%)
release-head-region-code = Regionskode
release-head-region = Region
release-head-report-area = Område
release-head-municipality-code = Kommunekode
release-head-municipality = Kommune
release-head-population = Indbyggere
release-head-rank-lower = Placering, fra
release-head-rank-upper = Placering, til
release-head-area = Område
release-head-old = Før
release-head-new = Nu
release-head-difference = Forskel
release-unit-persons = personer
release-unit-alarms = alarmer
release-unit-aeds = hjertestartere
release-unit-percent = procent
release-unit-per_100000 = pr. 100.000 indbyggere
release-unit-per_100000_per_year = pr. 100.000 indbyggere om året
release-unit-per_1000 = pr. 1.000
release-unit-per_day = pr. dag
release-unit-count_per_day = antal pr. dag
release-unit-count_per_year = antal pr. år
release-unit-count = antal
release-unit-ratio = forhold
release-unit-minutes = minutter
release-unit-seconds = sekunder
release-unit-metres = meter
release-unit-municipalities = kommuner
release-archive = Udgivne statusrapporter
release-newest = Nyeste version
release-older = Afløst: version { $version }
release-frozen = En udgivet version bliver aldrig ændret. Rettelser og bedre tal udgives som en ny version med en årsag, og de ældre forbliver tilgængelige.
release-check = Kontrolsummerne viser, om en fil er, som den blev udgivet: [sha256sum -c checksums.txt] for oversigten og alle manifester, [statusrapport verify 2025Q2] for en hel version.
release-checksum = Manifestets SHA-256:
release-checksums = Kontrolsummer
release-feed = Atom-feed
release-latest = Nyeste rapport
release-file-report-html = Rapport (HTML)
release-file-report-pdf = Rapport (PDF)
release-file-method-html = Sådan er tallene beregnet (HTML, engelsk)
release-file-vejledning-html = Vejledning om genoplivning (HTML)
release-file-guidance-html = Vejledning om genoplivning (HTML, engelsk)
release-file-data-indicators-xlsx = Regneark (XLSX)
release-file-data-indicators-ods = Regneark (ODS)
release-file-data-indicators-csv = Tal (CSV)
release-file-data-indicators-semicolon-csv = Tal til dansk Excel (CSV)
release-file-data-indicators-parquet = Tal (Parquet)
release-file-data-revisions-csv = Ændrede tal (CSV)
release-file-data-datapackage-json = Beskrivelse af data (JSON)
release-file-manifest-json = Manifest (JSON)
export-report = Rapport
export-sheets = Ark for kommuner og regioner
export-sheet-list = Liste over ark (HTML)
export-sheet-files = Alle { $count } filer
export-data = Åbne data

# Leverancens kolonner
file-column-active_runners = Aktive hjerteløbere
file-column-activations = Aktiveringer
file-column-cancelled = Annullerede
file-column-cancelled_percent = Annullerede (pct.)
file-column-accepted_by_one = Mindst én accept
file-column-accepted_by_one_percent = Mindst én accept (pct.)
file-column-accepted_by_two = Mindst to accept
file-column-accepted_by_two_percent = Mindst to accept (pct.)
file-column-aed_registered = Registrerede hjertestartere
file-column-aed_24_7 = Døgntilgængelige hjertestartere
file-column-aed_open_hours = Åbningstimer pr. uge
file-column-people_in_cells = Indbyggere
file-column-near_200m_by_day = Inden for 200 m, dag
file-column-near_200m_by_evening = Inden for 200 m, aften
file-column-near_200m_by_night = Inden for 200 m, nat
file-column-near_200m_in_weekends = Inden for 200 m, weekend
file-column-near_200m_in_week = Inden for 200 m, hele ugen
file-column-near_500m_by_day = Inden for 500 m, dag
file-column-near_500m_by_evening = Inden for 500 m, aften
file-column-near_500m_by_night = Inden for 500 m, nat
file-column-near_500m_in_weekends = Inden for 500 m, weekend
file-column-near_500m_in_week = Inden for 500 m, hele ugen
file-column-near_500m_always_open = Inden for 500 m, døgntilgængelige
file-column-near_500m_any_hours = Inden for 500 m, hvis alle var åbne
file-column-near_1800m_by_day = Inden for 1800 m, dag
file-column-near_1800m_by_evening = Inden for 1800 m, aften
file-column-near_1800m_by_night = Inden for 1800 m, nat
file-column-near_1800m_in_weekends = Inden for 1800 m, weekend
file-column-near_1800m_in_week = Inden for 1800 m, hele ugen
file-column-runners_1_within_500m_by_day = 1 hjerteløber inden for 500 m, dag
file-column-runners_1_within_500m_by_evening = 1 hjerteløber inden for 500 m, aften
file-column-runners_1_within_500m_by_night = 1 hjerteløber inden for 500 m, nat
file-column-runners_1_within_500m_in_weekends = 1 hjerteløber inden for 500 m, weekend
file-column-runners_1_within_500m_in_week = 1 hjerteløber inden for 500 m, hele ugen
file-column-runners_4_within_500m_by_day = 4 hjerteløbere inden for 500 m, dag
file-column-runners_4_within_500m_by_evening = 4 hjerteløbere inden for 500 m, aften
file-column-runners_4_within_500m_by_night = 4 hjerteløbere inden for 500 m, nat
file-column-runners_4_within_500m_in_weekends = 4 hjerteløbere inden for 500 m, weekend
file-column-runners_4_within_500m_in_week = 4 hjerteløbere inden for 500 m, hele ugen
file-column-runners_10_within_500m_by_day = 10 hjerteløbere inden for 500 m, dag
file-column-runners_10_within_500m_by_evening = 10 hjerteløbere inden for 500 m, aften
file-column-runners_10_within_500m_by_night = 10 hjerteløbere inden for 500 m, nat
file-column-runners_10_within_500m_in_weekends = 10 hjerteløbere inden for 500 m, weekend
file-column-runners_10_within_500m_in_week = 10 hjerteløbere inden for 500 m, hele ugen
file-column-runners_1_within_1800m_by_day = 1 hjerteløber inden for 1800 m, dag
file-column-runners_1_within_1800m_by_evening = 1 hjerteløber inden for 1800 m, aften
file-column-runners_1_within_1800m_by_night = 1 hjerteløber inden for 1800 m, nat
file-column-runners_1_within_1800m_in_weekends = 1 hjerteløber inden for 1800 m, weekend
file-column-runners_1_within_1800m_in_week = 1 hjerteløber inden for 1800 m, hele ugen
file-column-runners_4_within_1800m_by_day = 4 hjerteløbere inden for 1800 m, dag
file-column-runners_4_within_1800m_by_evening = 4 hjerteløbere inden for 1800 m, aften
file-column-runners_4_within_1800m_by_night = 4 hjerteløbere inden for 1800 m, nat
file-column-runners_4_within_1800m_in_weekends = 4 hjerteløbere inden for 1800 m, weekend
file-column-runners_4_within_1800m_in_week = 4 hjerteløbere inden for 1800 m, hele ugen
file-column-runners_10_within_1800m_by_day = 10 hjerteløbere inden for 1800 m, dag
file-column-runners_10_within_1800m_by_evening = 10 hjerteløbere inden for 1800 m, aften
file-column-runners_10_within_1800m_by_night = 10 hjerteløbere inden for 1800 m, nat
file-column-runners_10_within_1800m_in_weekends = 10 hjerteløbere inden for 1800 m, weekend
file-column-runners_10_within_1800m_in_week = 10 hjerteløbere inden for 1800 m, hele ugen
file-column-ohca_days = Dage
file-column-ohca_arrests = Hjertestop
file-column-ohca_placed_by_day = Hjertestop med et sted, dag
file-column-ohca_placed_by_evening = Hjertestop med et sted, aften
file-column-ohca_placed_by_night = Hjertestop med et sted, nat
file-column-ohca_placed_in_weekends = Hjertestop med et sted, weekend
file-column-ohca_placed_in_week = Hjertestop med et sted, hele ugen
file-column-ohca_aed_200m_by_day = Hjertestop: hjertestarter inden for 200 m, dag
file-column-ohca_aed_200m_by_evening = Hjertestop: hjertestarter inden for 200 m, aften
file-column-ohca_aed_200m_by_night = Hjertestop: hjertestarter inden for 200 m, nat
file-column-ohca_aed_200m_in_weekends = Hjertestop: hjertestarter inden for 200 m, weekend
file-column-ohca_aed_200m_in_week = Hjertestop: hjertestarter inden for 200 m, hele ugen
file-column-ohca_aed_500m_by_day = Hjertestop: hjertestarter inden for 500 m, dag
file-column-ohca_aed_500m_by_evening = Hjertestop: hjertestarter inden for 500 m, aften
file-column-ohca_aed_500m_by_night = Hjertestop: hjertestarter inden for 500 m, nat
file-column-ohca_aed_500m_in_weekends = Hjertestop: hjertestarter inden for 500 m, weekend
file-column-ohca_aed_500m_in_week = Hjertestop: hjertestarter inden for 500 m, hele ugen
file-column-ohca_aed_1800m_by_day = Hjertestop: hjertestarter inden for 1800 m, dag
file-column-ohca_aed_1800m_by_evening = Hjertestop: hjertestarter inden for 1800 m, aften
file-column-ohca_aed_1800m_by_night = Hjertestop: hjertestarter inden for 1800 m, nat
file-column-ohca_aed_1800m_in_weekends = Hjertestop: hjertestarter inden for 1800 m, weekend
file-column-ohca_aed_1800m_in_week = Hjertestop: hjertestarter inden for 1800 m, hele ugen
file-column-ohca_runners_500m_by_day = Hjertestop: 4 hjerteløbere inden for 500 m, dag
file-column-ohca_runners_500m_by_evening = Hjertestop: 4 hjerteløbere inden for 500 m, aften
file-column-ohca_runners_500m_by_night = Hjertestop: 4 hjerteløbere inden for 500 m, nat
file-column-ohca_runners_500m_in_weekends = Hjertestop: 4 hjerteløbere inden for 500 m, weekend
file-column-ohca_runners_500m_in_week = Hjertestop: 4 hjerteløbere inden for 500 m, hele ugen
file-column-ohca_runners_1800m_by_day = Hjertestop: 4 hjerteløbere inden for 1800 m, dag
file-column-ohca_runners_1800m_by_evening = Hjertestop: 4 hjerteløbere inden for 1800 m, aften
file-column-ohca_runners_1800m_by_night = Hjertestop: 4 hjerteløbere inden for 1800 m, nat
file-column-ohca_runners_1800m_in_weekends = Hjertestop: 4 hjerteløbere inden for 1800 m, weekend
file-column-ohca_runners_1800m_in_week = Hjertestop: 4 hjerteløbere inden for 1800 m, hele ugen
file-column-ohca_covered_500m_by_day = Hjertestop: 4 hjerteløbere og hjertestarter inden for 500 m, dag
file-column-ohca_covered_500m_by_evening = Hjertestop: 4 hjerteløbere og hjertestarter inden for 500 m, aften
file-column-ohca_covered_500m_by_night = Hjertestop: 4 hjerteløbere og hjertestarter inden for 500 m, nat
file-column-ohca_covered_500m_in_weekends = Hjertestop: 4 hjerteløbere og hjertestarter inden for 500 m, weekend
file-column-ohca_covered_500m_in_week = Hjertestop: 4 hjerteløbere og hjertestarter inden for 500 m, hele ugen
file-column-covered_500m_by_day = 4 hjerteløbere og hjertestarter inden for 500 m, dag
file-column-covered_500m_by_evening = 4 hjerteløbere og hjertestarter inden for 500 m, aften
file-column-covered_500m_by_night = 4 hjerteløbere og hjertestarter inden for 500 m, nat
file-column-covered_500m_in_weekends = 4 hjerteløbere og hjertestarter inden for 500 m, weekend
file-column-covered_500m_in_week = 4 hjerteløbere og hjertestarter inden for 500 m, hele ugen
file-column-uncovered_1800m = Færre end 4 hjerteløbere eller ingen hjertestarter inden for 1800 m
file-column-aeds_placed = Hjertestartere med sted
file-column-aeds_with_60_runners_by_day = Hjertestartere med 60 hjerteløbere, dag
file-column-aeds_with_60_runners_by_night = Hjertestartere med 60 hjerteløbere, nat
file-column-nearest_median = Afstand (median)
file-column-nearest_p90 = Afstand (90 pct.)
file-column-active_by_day = Aktive om dagen
file-column-active_by_night = Aktive om natten
file-column-alerted = Alarmerede hjerteløbere
file-column-accepted = Accepterende hjerteløbere
file-column-arrived = Fremmødte hjerteløbere
file-column-accepted_times = Aktiveringer med accepttid
file-column-accepted_median = Sekunder til første accept (median)
file-column-accepted_p90 = Sekunder til første accept (90 pct.)
file-column-arrived_times = Aktiveringer med fremmødetid
file-column-arrived_median = Sekunder til første fremmøde (median)
file-column-arrived_p90 = Sekunder til første fremmøde (90 pct.)
file-column-compared = Aktiveringer med hjerteløber og ambulance
file-column-before_ambulance = Hjerteløber før ambulancen
file-column-note = Bemærkning
