### Rapportens danske tekst. Tal kommer færdigt formede ind som tekst.

# Forside og løbende tekst
title = Hjerteløbere i Danmark
subtitle = Statusrapport for { $quarter }
quarter-name = { $number }. kvartal { $year }
date-line = Opgjort { $date } for hele landet, { $regions } regioner og { $municipalities } kommuner
independent = Uafhængig genberegning af offentliggjorte tal. Rapporten er ikke udgivet af TrygFonden.
footer-independent = Uafhængig genberegning, ikke udgivet af TrygFonden.
published-by = Udgivet af { $publisher }.
footer = Hjerteløbere opgjort { $date }, indbyggere { $population-day }. Kilder: { $source }; { $population-source }. { $maker }
edition-draft = Kladde
watermark = SIMULERET
set-with = Sat med
skip-link = Gå til indholdet
keywords = hjerteløbere, hjertestop, hjertestartere, Danmark
country = Danmark
list-and = og
list-or = eller
population-source = Danmarks Statistik, FOLK1A
population-source-simulated = simuleret folketal
days-counted = { $days ->
    [1] 1 dag
   *[other] { $days } dage
    }
description = Aktive hjerteløbere, aktiveringer og hjertestartere i Danmark, dets regioner og kommuner, opgjort { $date }.
country-reference = Danmark { $rate }

# Vigtigt at vide
important-heading = Vigtigt at vide
important-finding = Sådan skal tallene læses
important-text =
    __En aktiv hjerteløber__ er en frivillig, som systemet kan finde ud fra en nylig position, og som derfor kan få en alarm. Antallet er talt op i et register på én bestemt dag. Tilmeldte, som systemet ikke kan finde, tæller ikke med.

    __Datoerne__ er ikke de samme for alle tal. Aktive hjerteløbere og hjertestartere er gjort op { $date }, mens aktiveringer dækker { $period }, i alt { days-counted }.

    __Rater__ er pr. 100.000 indbyggere i alle aldre. Folketallet er Danmarks Statistiks for { $population-quarter }, det nyeste, der var offentliggjort på opgørelsesdagen. Christiansø ligger ikke i nogen kommune og er talt med under Bornholm.

    __Aktiveringer__ er alarmer om formodet hjertestop uden for hospital, efter at annullerede alarmer er trukket fra. { $cancelled }

    __Usikkerheden__ er vist som en streg om hvert punkt. Den siger, hvor meget tallet kunne svinge ved rene tilfældigheder, og er bredest i små kommuner. Kommunerne står alfabetisk, og hvor en plads er nævnt, er det altid som et interval.
important-cancelled = På landsplan blev { $share } annulleret, for eksempel fordi personen viste sig at have været død længe. { $reasons }
important-reasons-unknown = Hvor ofte hver årsag forekom, er ikke opgjort.
important-reasons-counted = Hvor ofte hver årsag er registreret, står på siden om annullerede alarmer.
important-cancelled-unknown = Hvor mange det var, er ikke oplyst for dette kvartal.
contents = Indhold
who-heading = Hvem står bag
who-text =
    { $statement } Tallene kommer fra { $source } og Danmarks Statistik. Alle rater, andele og sætninger med tal er beregnet fra kilderne på ny.

# Figurernes tal
numbers-unfold = Vis tallene som tabel
numbers-fetch = Hent tallene (CSV)
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
find-where = Kommune { $code } · { $region }
find-change = Siden { $since } er antallet gået fra { $before } til { $now }.
find-unchanged = Antallet er det samme som { $since }.
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
find-sheet-pdf = Kommunens ark (PDF)
find-sheet-html = Kommunens ark (HTML)
find-caption = { $name } ved siden af regionen, landet og nabokommunerne
find-chart = { $title }. Brug piletasterne for at gå fra tal til tal.
find-choose = Tryk på Enter for at vælge kommunen.
find-sorted-low = Sorteret efter { $column }, laveste først.
find-sorted-high = Sorteret efter { $column }, højeste først.
find-sorted-first = Sorteret efter { $column } fra A til Å.
find-sorted-last = Sorteret efter { $column } fra Å til A.
find-ungrouped = Alle rækker er sorteret under ét, så områdernes egne rækker er skjult imens.
find-unsorted = Rækkerne står igen, som de stod fra begyndelsen.

# Hele landet
national-heading = Hele landet
national-finding = Danmark har { $rounded } aktive hjerteløbere
national-under = Det svarer til { $rate } pr. 100.000 indbyggere, opgjort { $date }
national-map-title = Fra { $low } ({ $low-name }) til { $high } ({ $high-name }) pr. 100.000 indbyggere
national-map-text = Aktive hjerteløbere pr. 100.000 indbyggere, { $date }. Ét lige stort felt pr. kommune
national-map-alt = Kort med ét felt for hver af landets { $count } kommuner. Landet har { $rate } aktive hjerteløbere pr. 100.000 indbyggere; kommunerne går fra { $low } ({ $low-name }) til { $high } ({ $high-name }).
national-dots-title = { $above } af { $regions } regioner ligger over landet
national-dots-text = Aktive pr. 100.000 indbyggere. Lodret linje: Danmark
national-dots-alt = Prikdiagram med regionernes aktive hjerteløbere pr. 100.000 indbyggere mod landets { $rate }: { $list }.
key-active = aktive hjerteløbere
key-active-detail = opgjort { $date }
key-rate = aktive pr. 100.000 indbyggere
key-rate-national-detail = { $population } indbyggere
key-rate-detail = Danmark: { $rate }
key-share-detail = { $share } af landets { $total }
key-activations = aktiveringer
key-activations-detail = { $period }, uden annullerede
key-accepted = med mindst én accept
key-accepted-detail = Mindst to hjerteløbere accepterede i { $share }
map-class-under = under { $edge }
map-class-over = { $edge } og over

# Udvikling
trend-heading = Udvikling
trend-finding-up = Der er { $percent } flere aktive hjerteløbere end { $since }
trend-finding-down = Der er { $percent } færre aktive hjerteløbere end { $since }
trend-finding-same = Antallet af aktive hjerteløbere er det samme som { $since }
trend-finding-unknown = Antallet kan ikke sammenlignes med et tidligere kvartal
trend-under = Fra { $before } til { $now } aktive hjerteløbere, opgjort { $date }
trend-under-unknown = Hverken forrige kvartal eller samme kvartal året før er leveret, eller der er et brud imellem
trend-runners-title = Aktive hjerteløbere i hele landet
trend-runners-text = Antal på opgørelsesdagene. Linjen er afbrudt, hvor et kvartal mangler, eller hvor opgørelsen har et brud
trend-runners-alt = Kurve over aktive hjerteløbere i Danmark ved { $count } opgørelser: { $first } { $first-date } og { $last } { $last-date }. Det laveste antal er { $low }, det højeste { $high }.
trend-activity-title = Aktiveringer om dagen i hvert kvartal
trend-activity-text = Aktiveringer siden den forrige opgørelse, uden annullerede, delt med antal dage. Streg: 95 %-usikkerhed
trend-activity-alt = Punkter for aktiveringer om dagen i { $count } kvartaler. Det seneste er { $last } om dagen (usikkerhed { $range }).
trend-geography = Alle kvartaler er vist på den inddeling i kommuner og regioner, der gjaldt { $date }.
trend-geography-united = Tidligere kvartalers tal for { $region } er lagt sammen af { $parts }.
trend-note-stock = To opgørelser af aktive hjerteløbere rummer for det meste de samme personer. Ændringen er derfor vist, som den er, uden usikkerhed.
trend-note-rate = Hver rate er beregnet med det folketal, der hørte til sin egen opgørelse, så en ændring kan også skyldes folketallet.
trend-note-published = Åbent mærke: { $value } ifølge { $source }, { $date }. Tallet indgår ikke i nogen beregning.
tick-quarter = { $number }. kv. { $year }
key-change-quarter = siden forrige kvartal
key-change-year = på et år
key-change-detail = { $percent } siden { $date }
key-own-activations = aktiveringer i kvartalet
key-own-activations-detail = { $period }, { $day } om dagen
key-change-aeds = registrerede hjertestartere
trend-regions-heading = Udvikling i regionerne
trend-regions-finding = Regionernes udvikling ved siden af landets
trend-regions-under = Aktive hjerteløbere pr. 100.000 indbyggere. Rød linje: regionen. Grå linje: Danmark. Samme akse i alle felter
trend-regions-caption = Ændring i aktive hjerteløbere i regionerne og hele landet
trend-panel-alt = Kurve for { $region }: fra { $first } til { $last } aktive hjerteløbere pr. 100.000 indbyggere. Danmark har nu { $country }.
column-change-quarter = Siden forrige kvartal
column-change-year = På et år
column-percent = Procent
column-rate-change = Pr. 100.000
column-before = Før
column-now = Nu
column-usual = Sædvanligt (%)
column-spark = Udvikling
spark-words = fra { $first } pr. 100.000 indbyggere { $date } til { $last }
trend-municipalities-heading = Udvikling i kommunerne
trend-municipalities-finding-both = { $above } er gået usædvanligt meget frem, { $below-number } tilbage
trend-municipalities-finding-above = { $above } er gået usædvanligt meget frem, ingen tilbage
trend-municipalities-finding-below = { $below } er gået usædvanligt meget tilbage, ingen frem
trend-municipalities-finding-none = Ingen kommuner skiller sig ud fra landets udvikling
trend-municipalities-count = { $count ->
    [1] Én kommune
   *[other] { $word } kommuner
    }
trend-municipalities-under = Ændring i aktive hjerteløbere set i forhold til landets { $percent } og til kommuner på samme størrelse
trend-municipalities-title = Små kommuner svinger mere end store
trend-municipalities-text = Ændring siden { $since } (lodret) efter antal aktive dengang (vandret). Sort linje: hele landet
trend-municipalities-alt = Punktdiagram med { $count } kommuners ændring i aktive hjerteløbere mod landets { $percent }. Over det sædvanlige: { $above }. Under: { $below }.
legend-change-above = mere frem end sædvanligt
legend-change-same = sædvanligt
legend-change-below = mere tilbage end sædvanligt
legend-change-range = 95 % af kommuner på størrelsen
trend-list-above = Mest frem i forhold til landet
trend-list-below = Mest tilbage i forhold til landet
trend-list-note = Sædvanligt: landets ændring, plus og minus den spredning, som kommuner af samme størrelse har indbyrdes. * Kommunen skiller sig ud, også når man tager højde for, at mange er sammenlignet (Benjamini og Hochberg, højst hver tyvende fund ventes at være tilfældigt). Kommunerne står alfabetisk.
trend-list-left-out = Kan ikke sammenlignes: { $names }. { $reasons }
aed-history-heading = Hjertestartere før i tiden
aed-history-finding = Fra { $first } hjertestartere i { $year } til { $last } i dag
aed-history-under = Registrerede hjertestartere i Danmark, som de er blevet offentliggjort
aed-history-title = Registrerede hjertestartere
aed-history-text = Åbne mærker: tidligere offentliggjorte tal. Udfyldt: denne rapports opgørelse
aed-history-alt = Punkter for registrerede hjertestartere: { $count } tidligere offentliggjorte tal fra { $first } i { $year } til { $last } opgjort { $date }.
aed-history-note = Tallene kommer fra forskellige kilder og er ikke nødvendigvis talt op på samme måde. Derfor er de ikke forbundet med en linje og indgår ikke i beregninger. Kildernes fulde adresser står i indicators.csv.
aed-history-caption = Tidligere offentliggjorte antal registrerede hjertestartere
column-date = Dato
column-registered = Registreret
column-around-clock = Døgnet rundt
column-source = Kilde

control-heading = Sædvanlig og usædvanlig variation
control-finding = { $count ->
    [0] Ingen kvartaler ligger uden for den sædvanlige variation
    [1] Ét kvartal ligger uden for den sædvanlige variation
   *[other] { $word } kvartaler ligger uden for den sædvanlige variation
    }
control-under = Hele landet, hvert kvartal for sig
control-title-activationsquarterperday = Aktiveringer om dagen
control-text-activationsquarterperday = Uden annullerede. Midten af de { $count } kvartaler er { $middle }. Gråt bånd: sædvanlig variation
control-title-acceptedbyonequarter = Aktiveringer, som mindst én hjerteløber accepterede
control-text-acceptedbyonequarter = Procent af kvartalets aktiveringer. Midten af de { $count } kvartaler er { $middle }. Gråt bånd: sædvanlig variation
control-alt = Kontrolkort med { $count } kvartaler om midten { $middle }. Grænserne går fra { $range }. Uden for dem ligger { $outside }.
control-note = Båndet er tre standardafvigelser til hver side, skaleret efter hvor meget nabokvartaler plejer at skille sig fra hinanden (Laneys kontrolkort). Et kvartal uden for båndet er et tegn på, at noget er ændret, men siger ikke hvad. Kortet vises, når der er mindst otte kvartaler.

# Kommunerne sammenlignet
funnel-heading = Kommunerne sammenlignet
funnel-finding = { $above-count ->
    [1] Én kommune ligger tydeligt over landet og { $below } tydeligt under
   *[other] { $above } kommuner ligger tydeligt over landet og { $below } tydeligt under
    }
funnel-under = { $inside-count ->
    [1] Den sidste kommune ligger inden for den spredning, der er almindelig mellem danske kommuner
   *[other] De øvrige { $inside } kommuner ligger inden for den spredning, der er almindelig mellem danske kommuner
    }
funnel-title = Aktive hjerteløbere pr. 100.000 indbyggere efter kommunens størrelse
funnel-text = Vandret: indbyggere (logaritmisk skala). Stiplet: de grænser, som tilfældighed alene ville give (95 %)
funnel-legend-above = over båndet
funnel-legend-below = under båndet
funnel-legend-same = inden for båndet
funnel-legend-95 = 95 % af kommunerne
funnel-legend-998 = 99,8 %
funnel-alt = Tragtdiagram med { $count } kommuner. Over båndet: { $above }. Under: { $below }. Lavest og højest: { $furthest } pr. 100.000 indbyggere.
funnel-list-above = Over båndet
funnel-list-below = Under båndet
column-rank = Plads
funnel-note = I små kommuner svinger tallet mere ved tilfældighed, så båndet er bredest til venstre. Regnede man kun med tilfældighed, ville { $outside } af { $count } kommuner falde uden for (99,8 %), fordi kommuner også er forskellige på andre måder. Båndet lægger derfor kommunernes egen spredning til ({ $between } pr. 100.000). Plads: det interval af pladser blandt { $count }, som tallet kan række til. Navnene står alfabetisk.

# Regionerne
regions-heading = Regionerne
regions-text =
    { $names }

    Hver region har en side med nøgletal, kommunernes tal og et kort.
region-finding-highest = { $region } har flest aktive hjerteløbere pr. indbygger af de { $regions } regioner
region-finding-lowest = { $region } har færrest aktive hjerteløbere pr. indbygger af de { $regions } regioner
region-finding-above = { $region } ligger over landet med { $rate } aktive pr. 100.000 indbyggere
region-finding-below = { $region } ligger under landet med { $rate } aktive pr. 100.000 indbyggere
region-finding-equal = { $region } ligger på landets niveau med { $rate } aktive pr. 100.000 indbyggere
region-table-title-some = { $count } af { $total } kommuner når landets niveau
region-table-title-none = Ingen af regionens { $total } kommuner når landets niveau
region-table-title-all = Alle { $total } kommuner når landets niveau
region-table-text = Aktive hjerteløbere { $date } efter kommune. Streg: 95 %-usikkerhed
region-areas-title = Sådan fordeler de aktive hjerteløbere sig i regionen
region-areas-text = Aktive hjerteløbere { $date } efter område. Streg: 95 %-usikkerhed
region-table-caption = Aktive hjerteløbere i { $region }, antal og pr. 100.000 indbyggere, { $date }
region-continued-heading = { $region } efter kommune
region-map-title = Fra { $low } ({ $low-name }) til { $high } ({ $high-name })
region-map-text = Aktive pr. 100.000 indbyggere. Ét lige stort felt pr. kommune
region-map-alt = Kort over { $region } med ét felt pr. kommune. Regionen har { $rate } aktive hjerteløbere pr. 100.000 indbyggere; kommunerne går fra { $low } ({ $low-name }) til { $high } ({ $high-name }).
region-map-note = Felternes placering er tilnærmet.
region-map-note-others = Grå felter er kommuner i andre regioner.
region-corrected-note = \* Tallet er rettet i forhold til kilden. Se afsnittet Datakvalitet.
region-small-note = Én hjerteløber mere eller mindre flytter tallet med { $list } pr. 100.000.
region-small-item = { $step } for { $name }
region-trial-title = Forsøget afgør, hvornår flere tal kan vises
region-trial-text =
    { $reason } Tallene er tilbageholdt til og med { $until }.
region-trial-activations =
    Antallet af aktiveringer vises heller ikke for regionen. Det kan udledes af landstallet, men rapporten beregner ingen rater eller forhold med det, så længe alarmerne bliver trukket ved lod.
column-municipality = Kommune
column-area = Område
column-region = Region
column-active = Aktive
column-rate = Pr. 100.000
column-population = Indbyggere
column-interval = 95 %-usikkerhed
legend-same = ikke sikkert forskellig fra landet
legend-above = højere end landet
legend-below = lavere end landet

# Om ordningen
about-heading = Om ordningen og hjertestop
about-text =
    { $pages }

    Tallene på disse sider gælder hele landet.
programme-heading = Hjerteløberordningen
programme-finding = Ordningen bliver aktiveret omkring { $gross } gange om dagen
programme-finding-net = Ordningen bliver aktiveret { $net } gange om dagen
programme-under-net = Annullerede alarmer er trukket fra; hvor mange de var, er ikke oplyst
programme-under = Tallet er før fradrag af annullerede alarmer. Efter fradrag er det { $net } om dagen
key-gross = aktiveringer om dagen
key-gross-detail = { $range } før fradrag af annullerede
key-net = om dagen efter fradrag
key-net-detail = { $count } på { days-counted }
key-runners-day = hjerteløbere om dagen
key-runners-day-detail = som publiceret, afrundet
key-adults = af alle voksne er aktive
key-adults-detail = af { $adults } på 18 år og over ({ $quarter })
programme-text =
    Hjerteløbere er et supplement til ambulancerne. Når alarmcentralen får melding om et formodet hjertestop uden for hospital, kan den sende frivillige i nærheden af sted, så hjertelungeredning og brug af hjertestarter kan begynde, før ambulancen er fremme.

    Ordningen begyndte i Region Hovedstaden i efteråret { $launched } og har dækket hele landet siden { $nationwide }.

    { $gross }

    Hjerteløberne oplyser selv, at mindst én af dem når frem før ambulancen i mindst { $before } af aktiveringerne. Andelen bygger på deres egne svar og kan ikke sammenlignes med opgørelser, der tæller på anden måde.

    { $response }
programme-response = Ved halvdelen af { $alarms } alarmer var den første hjerteløber fremme inden for { $median } minutter, ved ni ud af ti inden for { $late } minutter.
programme-response-unknown = Hvor hurtigt hjerteløberne er fremme, er ikke oplyst for dette kvartal.
programme-gross-range = { $cancelled } af alarmerne blev annulleret undervejs. Da andelen kun er kendt afrundet, ligger antallet før fradrag et sted mellem { $low } og { $high }, altså { $day } om dagen.
programme-gross-counted = { $cancelled } af alarmerne blev annulleret undervejs. Før fradrag var der { $total } alarmer, altså { $day } om dagen.
programme-gross-unknown = Hvor mange alarmer der blev annulleret undervejs, er ikke oplyst, så kun tallet efter fradrag kan vises.
programme-chart-title = { $region } har flest aktiveringer i forhold til indbyggertallet
programme-chart-text = Aktiveringer pr. 100.000 indbyggere omregnet til et år, { $period }, uden annullerede. Streg: 95 %-usikkerhed
programme-chart-alt = Prikdiagram med aktiveringer pr. 100.000 indbyggere om året mod landets { $rate }: { $list }. { $missing }
programme-chart-missing = { $regions } er ikke opgjort.
ratio-caption = Forholdet mellem regionernes aktiveringer pr. indbygger, parvis
ratio-pair = { $one } i forhold til { $other }
column-ratio = Aktiveringer pr. indbygger
column-times = Gange så mange
programme-chart-note = Rapporten viser forskellen, men kan ikke forklare den: regler for udsendelse og lokale ordninger kan spille ind. { $missing }
reasons-heading = Annullerede alarmer
reasons-finding = { $reason } er den hyppigst registrerede årsag: { $share } af de annullerede alarmer
reasons-finding-several = { $reason } er de hyppigst registrerede årsager: hver { $share } af de annullerede alarmer
reasons-finding-unknown = For { $share } af de annullerede alarmer er årsagen ukendt
reasons-finding-none = Registrerede årsager til, at alarmer blev annulleret
reasons-under = { $n ->
    [1] Én annulleret alarm i hele landet, { $period }
   *[other] { $count } annullerede alarmer i hele landet, { $period }
    }
reasons-text =
    __Årsagerne__ er dem, som de, der annullerede alarmerne, har registreret efter en fast kodeliste. Rapporten slutter sig aldrig selv til en årsag.

    __Kendt fravalg__ dækker undtagelse 3–6 i vejledningen om genoplivning, som bilaget forklarer. De fire bliver aldrig vist hver for sig.
reasons-chart-title = Hvorfor alarmerne blev annulleret
reasons-chart-text = Årsagernes andel af de annullerede alarmer
reasons-chart-alt = Søjlediagram over årsagernes andel af de annullerede alarmer: { $list }.
reasons-table-caption = Årsager til annullerede alarmer med antal, andel og usikkerhed
reasons-column-reason = Årsag
reasons-column-count = Antal
reasons-column-share = Andel
reasons-column-interval = 95 %-usikkerhed
reasons-not-apart = ikke opgjort
reasons-note-suppressed = –: { $rule }
reasons-note-not-apart = Ikke opgjort betyder, at årsagen ikke er registreret for sig, så dens alarmer ligger under en anden årsag.
aeds-heading = Hjertestartere
aeds-finding = { $share } af { $count } hjertestartere kan hentes døgnet rundt
aeds-finding-registered = Danmark har { $count } registrerede hjertestartere
aeds-under = Registreret i TrygFondens Hjertestarter-Netværk, opgjort { $date }
key-aeds = registrerede hjertestartere
key-aeds-detail = opgjort { $date }
key-aeds-24-7 = tilgængelige døgnet rundt
key-aeds-24-7-detail = { $rest } kan kun hentes en del af døgnet
key-aeds-share = af dem er døgntilgængelige
key-aeds-share-detail = 95 %-usikkerhed: { $range }
key-aeds-rate = pr. 100.000 indbyggere
key-aeds-rate-detail = én for hver { $people } indbyggere
aeds-text =
    En hjerteløber kan kun bruge en hjertestarter, der hænger inden for rækkevidde og kan hentes, når alarmen lyder. Derfor betyder det noget, både hvor mange hjertestartere der er, og hvornår på døgnet de er til at få fat i.

    { $availability } { $hours }

    Der er { $runners } hjertestartere for hver 1.000 aktive hjerteløbere. { $areas }
aeds-text-hours = Regnet i åbne timer kan hjertestarterne hentes i { $share } af ugen.
aeds-text-hours-unknown = Hvor mange timer de enkelte hjertestartere er tilgængelige, er ikke oplyst.
aeds-text-rest = { $rest } af de registrerede hjertestartere er ikke tilgængelige hele døgnet. De kan altså ikke hentes til alle de hjertestop, de hænger tæt på.
aeds-text-unknown = Hvor mange af de registrerede hjertestartere der kan hentes døgnet rundt, vises ikke for dette kvartal.
aeds-text-country = Leverancen for dette kvartal rummer kun landets samlede tal. Hvordan hjertestarterne fordeler sig på regioner og kommuner, kan derfor ikke vises.
aeds-text-areas = Tallene for regioner og kommuner ligger i indicators.csv.
aeds-chart-title = { $rest } hjertestartere kan kun hentes en del af døgnet
aeds-chart-text = Registrerede hjertestartere, { $date }. Hvert felt er én procent, omkring { $field } hjertestartere
aeds-chart-around-clock = tilgængelige døgnet rundt
aeds-chart-part = tilgængelige en del af døgnet
aeds-chart-alt = Felt med 100 firkanter: { $share } af { $count } registrerede hjertestartere er tilgængelige døgnet rundt, { $rest-share } kun en del af døgnet.
arrests-heading = Hjertestop uden for hospital
arrests-finding = { $survivors } personer overlevede et hjertestop uden for hospital i { $year }
arrests-under = Det var { $share } af dem, der blev ramt
key-arrests = genoplivningsforsøg om året
key-arrests-detail = omkring { $day } om dagen, afrundet
key-survivors = overlevede i { $year }
key-survivors-detail = Dansk Hjertestopregister
key-survival = overlevede i { $year }
key-survival-detail = af dem, der fik hjertestop uden for hospital
key-good = af overleverne klarer sig godt
key-good-detail = { $severe } får sværere hjerneskader
arrests-text =
    Dansk Hjertestopregister tæller hvert år omkring { $cases } personer, som nogen forsøger at genoplive efter et hjertestop uden for hospital. Det er { $day } om dagen.

    Hjertestop rammer oftest derhjemme: { $home } sker i private hjem og { $public } i det offentlige rum.

    Hjertelungeredning holder blodet i omløb, så hjernen og de andre organer får ilt, mens hjertet står stille. Af dem, der overlever, får { $good } et godt liv bagefter, mens { $severe } får sværere følger i hjernen.

    Andelen af overlevende gælder { $year }. De øvrige tal er registerets afrundede tal, gengivet som publiceret.
arrests-chart-title = { $home } af hjertestoppene sker i private hjem
arrests-chart-text = Andele i procent, hver af sin egen helhed. Dansk Hjertestopregister
arrests-chart-home = Sker i private hjem
arrests-chart-survival = Overlever ({ $year })
arrests-chart-good = Overlevere med et godt liv
arrests-chart-alt = Søjlediagram med tre andele: { $home } af hjertestoppene sker i private hjem, { $survival } overlevede i { $year }, og { $good } af overleverne får et godt liv.

# Bilag
appendix-heading = Bilag
appendix-text =
    Alle { $count } kommuner · Tallenes grundlag · Datakvalitet · Genoplivning og fravalg · Kilder og metode

    Samtlige tal ligger også i filen indicators.csv.
all-heading = Alle { $count } kommuner
all-finding = Aktive hjerteløbere i landets { $count } kommuner
all-under = Antal { $date }, pr. 100.000 indbyggere { $population-day } og 95 %-usikkerhed. Alfabetisk
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
basis-sources = Kilder: { $list }.
basis-counts = beregnet af antal
basis-published = som publiceret
basis-derived = interval af afrundet tal
quality-heading = Datakvalitet
quality-finding = { $count ->
    [0] Kontrollen fandt intet usædvanligt i leverancen
    [1] Kontrollen fandt én ting, der bør ses efter
   *[other] Kontrollen fandt { $word } ting, der bør ses efter
    }
quality-under = { $unanswered ->
    [0] Leverancen overholder alle regler for tallene
    [1] Leverancen overholder alle regler for tallene. Én bemærkning er endnu ikke besvaret
   *[other] Leverancen overholder alle regler for tallene. { $word } bemærkninger er endnu ikke besvaret
    }
quality-none = Der er ingen bemærkninger.
quality-findings-title = Bemærkninger til leverancen
quality-corrections-title = Rettede celler
quality-accepted-title = Tal, der ikke vises, men kan regnes ud
quality-no-corrections = Ingen celler er rettet i forhold til kilden.
quality-rules =
    __Regler, der stopper rapporten.__ Alle 98 kommuner skal stå i leverancen, hver én gang og under sit eget navn. Kommunernes tal skal give udgiverens summer for regioner og land. Antal skal være hele tal og andele ligge mellem 0 og 100. Ingen del må være større end sin helhed. Opgørelsesdatoen skal passe til kvartalet, og folketallet skal være komplet og stemme med Danmarks Statistiks egne summer.

    Tilbageholdte tal må ikke stå i leverancen, og simulerede tal må ikke ligge sammen med rigtige.
quality-oddities =
    __Bemærkninger, som et menneske ser på.__ En kommune, hvis antal har ændret sig langt mere end andres. En rate langt fra nabokommunernes. Tal, som det forrige kvartal havde, og dette mangler. Tal for året til dato, der falder. En andel, der stiger, mens antallet falder. Flere alarmer accepteret af to end af én. Et tal, der stadig er tilbageholdt efter sin slutdato. Et tal, der ikke vises, men kan regnes ud af dem, der vises. Et andet folketal end det nyeste.

    Et svar er det, som den ansvarlige for leverancen har skrevet om bemærkningen.
missing-title = Tal, som andre ordninger offentliggør, og som endnu ikke indsamles her
missing-column-name = Tal
missing-column-definition = Sådan defineres det
missing-column-source = Kilde
missing-column-state = Her
missing-state = ikke indsamlet
missing-activated-name = Aktivering ved hjertestop
missing-activated-definition = Andel af de hjertestop, hvor ordningen kunne bruges, hvor der blev sendt hjerteløbere
missing-activated-source = Andelius m.fl. 2020, JACC 76:43
missing-response-name = Responstid, median og 90-percentil
missing-response-definition = Tid fra alarm, til den første hjerteløber er fremme; median og 90-percentil af alle alarmer under ét
missing-response-source = Resuscitation 2022, PMID 36162614
missing-coverage-name = Dækning inden for 500 meter
missing-coverage-definition = Andel af hjertestop med mindst fire hjerteløbere og en hjertestarter inden for 500 meter
missing-coverage-source = Københavns Universitet, researchprofiles.ku.dk
missing-first-name = Først på stedet, målt
missing-first-definition = Andel af bekræftede hjertestop, hvor en hjerteløber var fremme før ambulancen, målt og ikke selvrapporteret
missing-first-source = Andelius m.fl. 2020, JACC 76:43
quality-delivery = Leverancen
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
quality-against-neighbours = nabokommunernes median
quality-against-region = regionens median
quality-changed = { $column }: { $found } mod { $compared } i { $against }. Med landets udvikling ville tallet være omkring { $expected }.
quality-fewer = { $column } mangler. I { $against } var tallet { $compared }.
quality-neighbours = { $found } aktive pr. 100.000 indbyggere; { $against } er { $compared }.
quality-share-up = Andelen er steget, selv om antallet er faldet ({ $column }): { $found } mod { $compared } i { $against }.
quality-two-above-one = Mindst to accepter i { $found } pct., men mindst én i kun { $compared } pct.
quality-fell = { $column } i året til dato er faldet: { $found } mod { $compared } i { $against }.
quality-withheld-expired = Tal tilbageholdt til { $compared }, men opgjort { $found }.
quality-population = Folketal for { $found } er valgt; det nyeste offentliggjorte { $against } var { $compared }.
quality-carried-over = Bemærkningen er overført fra en tidligere leverance og ikke bekræftet.
quality-leak = { $column } er ikke vist, men de viste tal giver kun plads til { $found } til { $compared }.
quality-leak-exact = { $column } er ikke vist, men de viste tal giver { $found }.
quality-answer = Svaret på { $found } hører ikke til nogen bemærkning.
method-heading = Kilder og metode
method-finding = Kilder, definitioner og metode
method-text-left =
    __Aktive hjerteløbere.__ Kommunernes antal er leveret og lagt sammen til områder, regioner og landet. Summerne skal stemme, ellers bliver rapporten ikke lavet.

    __Folketal.__ Danmarks Statistik, FOLK1A, { $population-quarter } (1. dag i kvartalet, { $population-day }). Et kvartal regnes som offentliggjort 45 dage efter sin første dag. Andelen af voksne bruger { $adult-quarter }, det nærmeste kvartal med kendt aldersfordeling. Folketallene er udgivet under CC BY 4.0.

    __Geografi.__ Kommuner og regioner, som de var inddelt { $date }. Områderne inden for regionerne følger TrygFondens rapport og er ikke Danmarks Statistiks landsdele.

    __Afrunding.__ Alle beregninger bruger uafrundede tal. Viste tal er rundet af, så en halv går op. Overskriftens antal er i hele hundreder. Kortets farver følger det viste, afrundede tal.

    __Usikkerhed.__ Rater har 95 %-grænser fra Poisson-fordelingen: eksakte under ti personer, Byars tilnærmelse fra ti. Andele, hvis tæller og nævner er kendt, har Wilsons grænser. Grænserne gælder tilfældig variation, ikke fejl i registret.

    __Sammenligning.__ Kommunerne er holdt op mod landet i en tragt, der lægger spredningen mellem kommuner til tilfældigheden (Spiegelhalter 2005). Pladser er simulerede intervaller, og forholdet mellem to regioner har eksakte grænser.
method-text-right =
    __Aktiveringer.__ Opgjort fra { $period-start } til { $date }, efter fradrag af annullerede. Omregnet til et år med 365 dage. { $gross }

    __Accept.__ Andele, der kun er kendt afrundet, er gengivet som publiceret. Der er ikke regnet baglæns til antal.

    __Tilbageholdt.__ { $withheld }

    __Kendte brud.__ { $notes } Tilmeldte og aktive hjerteløbere er to forskellige opgørelser og bliver ikke lagt i samme serie.

    __Hjertestop.__ Tal fra Dansk Hjertestopregister er gengivet, som TrygFonden viser dem i samme rapport.

    __Filer.__ Alle tal med tæller, nævner, dato, kilde og grundlag ligger i indicators.csv, og manifest.json rummer kontrolsummer for data og rapport.

    __Fremstilling.__ Rapporten er lavet med åben kode: notebooks kørt med Papermill, tal beregnet i Polars, figurer tegnet med Altair.
method-gross-range = Antallet før fradrag er et interval, fordi andelen af annullerede kun er kendt afrundet.
method-gross-counted = Antallet før fradrag er talt op.
method-gross-unknown = Antallet før fradrag er ikke oplyst.
withheld-none = Ingen tal er tilbageholdt i dette kvartal.
withheld-some = { $reason } ({ $areas }, til og med { $until }.)
notes-none = Ingen kendte brud i dette kvartal.

# Indikatorernes navne

# Udgivne versioner
release-edition-first = Version { $version }, udgivet { $date }
release-edition-revision = Version { $version }, revideret { $date }
release-edition-correction = Version { $version }, rettet { $date }
release-reason = Årsag: { $reason }
release-as-of = Tallene er opgjort { $date }.
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
   *[other] Yderligere { $shown } tal er ændret uden at blive vist her: fordi de bliver ens efter afrunding, kun står i filer eller hører til tidligere kvartaler. Alle ændringer står i filen data/revisions.csv.
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
release-sheet-dates = Hjerteløbere og hjertestartere er gjort op { $date }. Aktiveringer dækker { $period }.
release-sheet-sources = Kilder: { $source }; Danmarks Statistik, FOLK1A, folketal { $day }.
release-sheet-see = Samme tal ligger uafrundede i indicators.csv og indicators.parquet. Filen datapackage.json beskriver hver kolonne på dansk og engelsk.
release-note-active = Aktive hjerteløbere
release-note-active-text = Frivillige, som systemet kan finde ud fra en nylig position, talt op i et register på opgørelsesdagen. Tilmeldte, som systemet ikke kan finde, tæller ikke med.
release-note-rate = Pr. 100.000 indbyggere
release-note-rate-text = Antal delt med indbyggere i alle aldre, gange 100.000. Folketallet er det nyeste, Danmarks Statistik havde offentliggjort på opgørelsesdagen. Christiansø er talt med under Bornholm.
release-note-limits = Nedre og øvre grænse
release-note-limits-text = 95 %-grænser, der siger, hvor meget tallet kunne svinge ved rene tilfældigheder. Hvor grundlaget er et interval af et afrundet tal, er det intervallets ender.
release-note-activations = Aktiveringer
release-note-activations-text = Alarmer om formodet hjertestop uden for hospital, efter at annullerede alarmer er trukket fra.
release-note-rank = Plads
release-note-rank-text = Det interval af pladser blandt alle kommuner, som tallet kan række til, når tilfældigheder regnes med. Plads 1 har den højeste rate. Kommunerne står alfabetisk.
release-note-smoothed = Tal, der kun står i filer
release-note-smoothed-text = Indikatorer, hvis navn ender på smoothed, deviation, dispersion eller between, er mellemregninger. De er forklaret i kolonnen Bemærkning.
release-note-c = [c]
release-note-c-text = Fortroligt: tallet er tilbageholdt eller skjult, fordi det er for lille. Kolonnen Status på det sidste ark siger hvilket.
release-note-x = [x]
release-note-x-text = Ikke tilgængeligt: tallet er ikke oplyst.
release-note-z = [z]
release-note-z-text = Ikke relevant: rækken har ikke et tal af den slags.
release-note-basis = Grundlag
release-note-basis-text = Beregnet af antal, taget over som publiceret, fordi antallene ikke kendes, eller et interval, som et afrundet tal tillader.
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
release-head-by-one = Mindst én accept (%)
release-head-by-two = Mindst to accepter (%)
release-head-region-code = Regionskode
release-head-region = Region
release-head-report-area = Område
release-head-municipality-code = Kommunekode
release-head-municipality = Kommune
release-head-population = Indbyggere
release-head-rank-lower = Plads, fra
release-head-rank-upper = Plads, til
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
release-unit-municipalities = kommuner
release-archive = Udgivne statusrapporter
release-newest = Nyeste version
release-older = Afløst: version { $version }
release-frozen = En udgivet version bliver aldrig ændret. Rettelser og bedre tal udgives som en ny version med en årsag, og de ældre bliver liggende.
release-check = Kontrolsummerne viser, om en fil er, som den blev udgivet: [sha256sum -c checksums.txt] for oversigten og alle manifester, [statusrapport verify 2025Q2] for en hel version.
release-checksum = Manifestets SHA-256:
release-checksums = Kontrolsummer
release-feed = Atom-feed
release-latest = Nyeste rapport
release-file-report-html = Rapport (HTML)
release-file-report-pdf = Rapport (PDF)
release-file-data-indicators-xlsx = Regneark (XLSX)
release-file-data-indicators-ods = Regneark (ODS)
release-file-data-indicators-csv = Tal (CSV)
release-file-data-indicators-parquet = Tal (Parquet)
release-file-data-revisions-csv = Ændrede tal (CSV)
release-file-data-datapackage-json = Beskrivelse af data (JSON)
release-file-manifest-json = Manifest (JSON)

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
file-column-note = Bemærkning
