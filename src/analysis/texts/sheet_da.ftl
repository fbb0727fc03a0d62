### Kommuneark og regionsark. Tal kommer færdigt formede ind som tekst.

sheet-kicker-municipality = Kommuneark
sheet-kicker-region = Regionsark
sheet-name-municipality = { $name } Kommune
sheet-name-bornholm = Bornholms Regionskommune
sheet-name-copenhagen = Københavns Kommune
sheet-running-title = Hjerteløbere i Danmark · { $quarter }
sheet-footer = Aktive hjerteløbere opgjort { $date }. Indbyggere { $population-day }. Kilder: { $source }; { $population-source }. { $maker } { $code }
sheet-footer-municipality = Kommunekode { $code }.
sheet-footer-region = Regionskode { $code }.

# Ledesætningen: antal og rate, så afstanden til helheden
sheet-lead = { $count } aktive hjerteløbere, svarende til { $rate } pr. 100.000 indbyggere. { $compared }
sheet-lead-one = Én aktiv hjerteløber, svarende til { $rate } pr. 100.000 indbyggere. { $compared }
sheet-lead-none = Ingen aktive hjerteløbere blandt { $people } indbyggere. Landsgennemsnittet er { $country } pr. 100.000.
sheet-lead-missing = Antallet af aktive hjerteløbere er ikke oplyst for den { $date }. Landsgennemsnittet er { $country } pr. 100.000 indbyggere.
sheet-lead-missing-alone = Antallet af aktive hjerteløbere er ikke oplyst for den { $date }.
sheet-lead-withheld = Antallet af aktive hjerteløbere den { $date } er tilbageholdt. Landsgennemsnittet er { $country } pr. 100.000 indbyggere.
sheet-lead-withheld-alone = Antallet af aktive hjerteløbere den { $date } er tilbageholdt.
sheet-lead-known = Der er { $count } aktive hjerteløbere; antallet er ikke oplyst for alle kommuner. I dem, hvor det er, er der { $rate } pr. 100.000 indbyggere. { $compared }
sheet-compared-both = Raten er { $country } og { $region }.
sheet-compared-country = Raten er { $country }.
sheet-compared-alike = Raten er omtrent som landsgennemsnittet og som i { $region }.
sheet-compared-same = Raten kan ikke skelnes fra landsgennemsnittet på { $country }.
sheet-more-country = { PCT($percent) } højere end landsgennemsnittet
sheet-fewer-country = { PCT($percent) } lavere end landsgennemsnittet
sheet-like-country = omtrent som landsgennemsnittet
sheet-times-country = { $times } gange landsgennemsnittet
sheet-more-region = { PCT($percent) } højere end i { $region }
sheet-fewer-region = { PCT($percent) } lavere end i { $region }
sheet-same-region = kan ikke skelnes fra raten i { $region }
sheet-like-region = omtrent som i { $region }
sheet-times-region = { $times } gange så høj som i { $region }

# Nøgletal
sheet-key-active = { $count ->
    [one] aktiv hjerteløber
   *[other] aktive hjerteløbere
}
sheet-key-people = { $people } indbyggere
sheet-key-rate = pr. 100.000 indbyggere
sheet-key-interval = 95 %-interval: { $range }
sheet-key-known = blandt { $people } indbyggere i kommuner med oplyst antal
sheet-key-rank = nr. { $range }
sheet-key-rank-label = placering af { $count } kommuner
sheet-key-rank-interval = 95 %-interval
sheet-key-lacking = færre, end landsgennemsnittet svarer til
sheet-key-lacking-detail = det ville være { $needed } aktive
sheet-key-beyond = flere, end landsgennemsnittet svarer til
sheet-key-beyond-detail = det ville være { $needed } aktive
sheet-key-noted = { $detail }, se noten
sheet-key-share = af landets aktive hjerteløbere
sheet-key-share-detail = { $count } af { $total }

# Alle kommuner
sheet-bars-title = { $name } kan ligge fra nr. { $low } til nr. { $high } af { $count }
sheet-bars-title-sure = { $name } ligger nr. { $rank } af { $count } kommuner
sheet-bars-title-missing = { $name } mangler blandt de { $count } kommuner
sheet-bars-title-region = Regionens kommuner spænder fra { $low } til { $high }
sheet-bars-text = Pr. 100.000 indbyggere. Kommunernes rater spænder fra { $low } til { $high }. Mørkegrå: { $region }
sheet-bars-text-region = Alle { $count } kommuner, aktive pr. 100.000 indbyggere. Farvet: { $region }
sheet-bars-alt = Søjlediagram med { $count } kommuners aktive hjerteløbere pr. 100.000 indbyggere, den højeste først. { $name } er fremhævet med { $rate }; landet har { $country }.
sheet-bars-alt-missing = Søjlediagram med { $count } kommuners aktive hjerteløbere pr. 100.000 indbyggere, den højeste først. { $name } er ikke med; landet har { $country }.
sheet-bars-alt-region = Søjlediagram med { $count } kommuners aktive hjerteløbere pr. 100.000 indbyggere, den højeste først. { $own } ligger i { $name }; landet har { $country }.

# Naboer
sheet-neighbours-title-none = Kan ikke skelnes fra { $count ->
    [1] nabokommunen
   *[other] de { $word } nabokommuner
}
sheet-neighbours-title-above = Højere rate end i { $above } af { $word } nabokommuner
sheet-neighbours-title-below = Lavere rate end i { $below } af { $word } nabokommuner
sheet-neighbours-title-all-above = Højere rate end i { $count ->
    [2] begge
   *[other] alle { $word }
} nabokommuner
sheet-neighbours-title-all-below = Lavere rate end i { $count ->
    [2] begge
   *[other] alle { $word }
} nabokommuner
sheet-neighbours-title-both = Højere rate end i { $above } og lavere end i { $below } af { $word } nabokommuner
sheet-neighbours-title-one-above = Højere rate end i { $other }
sheet-neighbours-title-one-below = Lavere rate end i { $other }
sheet-neighbours-title-missing = Nabokommunerne
sheet-neighbours-title-of-known = { $title }; { $missing } er ikke oplyst
sheet-neighbours-text = Aktive pr. 100.000 indbyggere med 95 %-interval. Lodret linje: Danmark
sheet-neighbours-text-crossing = Nærmeste med bro eller færge. Aktive pr. 100.000 indbyggere, 95 %-interval
sheet-neighbours-alt = Prikdiagram med aktive hjerteløbere pr. 100.000 indbyggere: { $list }.
sheet-crossing-bridge = { $name } (bro)
sheet-crossing-ferry = { $name } (færge)
sheet-regions-title-highest = Højeste rate af de { $word } regioner
sheet-regions-title-lowest = Laveste rate af de { $word } regioner
sheet-regions-title-neutral = Regionerne sammenlignet med landsgennemsnittet
sheet-regions-text = Aktive pr. 100.000 indbyggere med 95 %-interval. Lodret linje: Danmark

# Kommuner af samme størrelse, regioner
sheet-size-title = Kommuner tættest på i folketal
sheet-size-text = De { $word }, hvis folketal er forholdsmæssigt nærmest
sheet-size-caption = { $name } og de kommuner, hvis folketal forholdsmæssigt ligger nærmest
sheet-regions-table-title = Regionerne side om side
sheet-regions-table-text = Aktiveringer { $period }, uden annullerede
sheet-regions-table-caption = Regionernes indbyggere, aktive hjerteløbere og aktiveringer
sheet-column-accepted = Mindst én accept
sheet-column-activations = Aktiveringer

# Udvikling og hjertestartere
sheet-change-title = { $direction ->
    [up] { $change } flere end den { $since }
    [down] { $change } færre end den { $since }
   *[same] Lige så mange som den { $since }
}
sheet-change-text = Aktive hjerteløbere ved hver opgørelse
sheet-change-unknown = Antallet er ikke oplyst for den seneste opgørelse.
sheet-change-usual = Ændringen var { PCT($country) } i hele landet og ligger som regel mellem { PCT($low) } og { PCT($high) } i kommuner af samme størrelse.
sheet-change-country = Ændringen var { PCT($country) } i hele landet.
sheet-change-alt = Linje med antallet af aktive hjerteløbere i { $name } ved { $count } opgørelser, fra { $first } ({ $first-date }) til { $last } ({ $last-date }).
sheet-aeds = __Hjertestartere.__ { $registered } er registreret, { $around } af dem ({ PCT($share) }) er døgntilgængelige. Det er { $rate } pr. 100.000 indbyggere; i hele landet { $country }.
sheet-aeds-registered = __Hjertestartere.__ { $registered } er registreret, { $rate } pr. 100.000 indbyggere; i hele landet { $country }.
sheet-aeds-unknown = __Hjertestartere.__ Antallet er ikke oplyst; i hele landet er der { $country } pr. 100.000 indbyggere.
sheet-aeds-apart = { $said } Hjertestarterne er opgjort den { $date }.
sheet-reach-apart = { $said } Afstandene er opgjort den { $date }.
sheet-reach-unknown = __Afstand.__ Tallet for området vises ikke; i hele landet har { PCT($country-day) } af indbyggerne højst { $near } i lige linje til en åben hjertestarter om dagen, { PCT($country-night) } om natten.
sheet-reach = __Afstand.__ { PCT($day) } af indbyggerne har højst { $near } i lige linje til en åben hjertestarter om dagen, { PCT($night) } om natten; i hele landet { PCT($country-day) } om dagen og { PCT($country-night) } om natten.
sheet-near-runners = { $said } Fire aktive hjerteløbere og en åben hjertestarter inden for { $near } har { PCT($day) } om dagen og { PCT($night) } om natten; i hele landet { PCT($country-day) } om dagen og { PCT($country-night) } om natten.

# Sådan læses arket
sheet-read-title = Sådan læses arket
sheet-read = En aktiv hjerteløber er en frivillig, som systemet kan finde ud fra en nyligt opdateret position. Tallet viser, hvor mange der kan få en alarm, ikke hvor mange der rykker ud. 95 %-intervallet viser, hvor meget tallet kan variere tilfældigt. Ligger kommuner tæt, er rækkefølgen usikker.
sheet-read-region = En aktiv hjerteløber er en frivillig, som systemet kan finde ud fra en nyligt opdateret position. Tallet viser, hvor mange der kan få en alarm, ikke hvor mange der rykker ud. 95 %-intervallet viser, hvor meget tallet kan variere tilfældigt.
sheet-read-activations = Aktiveringer opgøres ikke for kommuner: { $region } havde { $count } i perioden { $period }, uden annullerede.
sheet-read-accepted = Aktiveringer opgøres ikke for kommuner: { $region } havde { $count } i perioden { $period }, uden annullerede; { PCT($share) } blev accepteret af mindst én.
sheet-read-no-activations = Aktiveringer opgøres ikke for kommuner, og tallet for { $region } vises ikke.
sheet-note-withheld = – for { $region }: { $reason }
sheet-note-small = Én hjerteløber flere eller færre ændrer raten med { $step } pr. 100.000.
sheet-note-christiansoe = Christiansø er medregnet.
sheet-note-corrected = Tallet er rettet i forhold til kilden.

# Til pressen, delte billeder og netsider
sheet-press = I { $name } var der { $count } aktive hjerteløbere den { $date }, svarende til { $rate } pr. 100.000 indbyggere (95 %-sikkerhedsinterval { $range }). I hele landet var der { $country } pr. 100.000 indbyggere.
sheet-press-one = I { $name } var der én aktiv hjerteløber den { $date }, svarende til { $rate } pr. 100.000 indbyggere (95 %-sikkerhedsinterval { $range }). I hele landet var der { $country } pr. 100.000 indbyggere.
sheet-press-none = I { $name } var der ingen aktive hjerteløbere den { $date }. I hele landet var der { $country } pr. 100.000 indbyggere.
sheet-press-missing = Antallet af aktive hjerteløbere i { $name } er ikke oplyst for den { $date }. I hele landet var der { $country } pr. 100.000 indbyggere.
sheet-press-missing-alone = Antallet af aktive hjerteløbere i { $name } er ikke oplyst for den { $date }.
sheet-press-withheld = Antallet af aktive hjerteløbere i { $name } den { $date } er tilbageholdt. I hele landet var der { $country } pr. 100.000 indbyggere.
sheet-press-withheld-alone = Antallet af aktive hjerteløbere i { $name } den { $date } er tilbageholdt.
sheet-press-known = I { $name } var der { $count } aktive hjerteløbere den { $date }; antallet er ikke oplyst for alle kommuner. I dem, hvor det er, var der { $rate } pr. 100.000 indbyggere, og i hele landet { $country }.
sheet-press-country-in-part = Landets tal gælder de kommuner, hvis antal er oplyst.
sheet-press-simulated = SIMULERET: { $line }
sheet-press-title = Sætning til citat
sheet-press-copy = Kopiér sætningen
sheet-press-copied = Kopieret
sheet-press-source = Kilde: { $source }; { $population-source }. { $maker }
sheet-card-label = aktive hjerteløbere pr. 100.000 indbyggere
sheet-card-missing = Ikke oplyst
sheet-card-label-known = aktive hjerteløbere pr. 100.000 i kommuner med oplyst antal
sheet-card-whole = Hele landet
sheet-card-whole-in-part = Oplyste kommuner i alt
sheet-card-line-missing = Antallet af aktive hjerteløbere er ikke oplyst. { $whole }: { $country } pr. 100.000
sheet-card-line = { $count } aktive i alt. { $whole }: { $country } pr. 100.000
sheet-card-foot = Opgjort { $date } · { $maker }
sheet-more-title = Videre
sheet-link-pdf = Arket som PDF
sheet-link-report = Hele statusrapporten
sheet-link-all = Alle kommuner og regioner
sheet-link-picture = Billede til deling
sheet-linked-title-municipality = Naboernes ark
sheet-linked-title-region = Kommunernes ark
sheet-index-title = Kommuner og regioner
sheet-index-lead = Et ark for hver region og kommune, opgjort den { $date }.
sheet-index-filter = Find kommune eller region
sheet-index-none = Ingen kommune eller region passer.
sheet-index-press = Citater for alle (CSV)
sheet-index-regions = Regioner
sheet-index-municipalities = Kommuner
sheet-skip = Gå til indholdet
