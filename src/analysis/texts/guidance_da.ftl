### Bilagets sider om genoplivning og fravalg. De forklarer vejledning nr. 9921 af 31/10/2024 med egne ord.

# Diagrammet
guidance-diagram-heading = Hvornår forsøges genoplivning?
guidance-diagram-finding = Genoplivning forsøges, medmindre én af seks undtagelser gælder
guidance-diagram-under = Vejen gennem vejledning nr. 9921, som gælder for sundhedspersoner fra { $valid-from }
guidance-diagram-alt = Beslutningsdiagram i { $count } trin, oppefra og ned. { $steps }
guidance-diagram-step = Trin { $number }: { $question } { $answer }: { $result }.
guidance-diagram-last = Ellers: { $result }.
guidance-diagram-as-text = Diagrammet som tekst
guidance-diagram-note = Diagrammet følger rapportens tabel over reglerne. »Uvist« betyder, at sundhedspersonen ikke ved det; »Uvist« om en undtagelse fører til et forsøg. Et fravalg regnes som uvist, så længe en læge kan nå at fravælge forsøget, eller hjertestoppet kan være planlagt. Har AMK-vagtcentralen kontakten, viser den den opringende, hvordan genoplivning begynder, sender hjælp og afgør, om patienten er identificeret. Imens afklares det, der er uvist: registret, en læges vurdering, journalen og behandlings- eller livstestamentet, uden bestemt rækkefølge. Af undtagelse 3–6 går et registreret fravalg (5) forud. * Trinnet bygger på vores læsning af et sted, der kan forstås på flere måder. Siden forklarer vejledningen og er ikke beslutningsstøtte.
guidance-question-hvem = Kan den, der er hos patienten, være sundhedsperson?
guidance-question-hjertestop = Er der hjertestop?
guidance-question-undtagelse_1 = Er det konstateret, at døden er indtrådt?
guidance-question-undtagelse_2 = Vurderer en læge i situationen, at et forsøg er udsigtsløst?
guidance-question-identitet = Er patienten sikkert identificeret?
guidance-question-planlagt_stop = Standses hjertet som planlagt led i en behandling?
guidance-question-gaeldende_fravalg = Er der et gældende fravalg efter undtagelse 3–6?
guidance-result-uden-for = Ring 112; resten gælder ikke hjælperen
guidance-result-intet-hjertestop = Fortsæt anden livreddende behandling
guidance-result-forsoeg = Forsøg genoplivning
guidance-result-forsoeg-og-afklar = Forsøg, og afklar imens
guidance-result-afstaa = Forsøg ikke, eller stop
guidance-result-behandling-fortsaetter = Gennemfør behandlingen
guidance-added-tilkald-hjaelp = 112: AMK vejleder
guidance-added-afklar-identitet = Find ud af, hvem det er
guidance-result-exception = Undtagelse { $number }
guidance-answer-ja = Ja
guidance-answer-nej = Nej
guidance-answer-ukendt = Uvist
guidance-answer-ja-ukendt = Ja eller uvist
guidance-answer-nej-ukendt = Nej eller uvist
guidance-answer-ja-nej = Ja eller nej

# De seks undtagelser
guidance-exceptions-heading = De seks undtagelser
guidance-exceptions-finding = Seks grunde til, at genoplivning ikke forsøges
guidance-exceptions-under = Et fravalg får først betydning, når hjertet er standset. Er der tvivl, forsøges genoplivning
guidance-exception-1-title = 1. Døden er konstateret
guidance-exception-1-text =
    __Hvem:__ en læge, eller andre i tre tilfælde.

    Åndedræt og hjerte er ophørt for altid, og enten er døden åbenbar, eller den var forventet. Enhver sundhedsperson kan konstatere en åbenbar død: kroppen er i forrådnelse eller har skader, der udelukker liv. Er et menneske stærkt nedkølet uden tydelige dødstegn, er døden ikke åbenbar. Personale, som har deltaget i plejen og behandlingen, kan konstatere en forventet død, der skete, mens nogen var til stede hjemme eller på behandlingsstedet, og en død hos den, der var alene hjemme i terminal pleje ved hjemmesygeplejen. Det kræver, at journalen giver tilstrækkeligt grundlag, også om lægens vurdering. Den, der konstaterer døden, underretter lægen.
guidance-exception-2-title = 2. En læge fravælger forsøget i situationen
guidance-exception-2-text =
    __Hvem:__ en læge, på stedet eller i telefonen.

    Lægen vurderer, at et forsøg er udsigtsløst og derfor ikke skal sættes i gang eller skal indstilles. Det kræver, at lægen kender patienten eller får de oplysninger, vurderingen skal bygge på, for eksempel om helbredet og om, hvordan patienten blev fundet.
guidance-exception-3-title = 3. Lægen har besluttet det i forvejen
guidance-exception-3-text =
    __Hvem:__ patientens egen eller sygehusets læge.

    Lægen har før hjertestoppet vurderet, at et forsøg vil være udsigtsløst. Patienten bliver taget med på råd, men beslutningen er lægens. Den følger patienten fra sted til sted, indtil en behandlingsansvarlig læge ændrer den. En terminalerklæring (lægens erklæring om, at patienten er døende) er ikke nok i sig selv.
guidance-exception-4-title = 4. Patienten har fravalgt genoplivning under sin sygdom
guidance-exception-4-text =
    __Hvem:__ en habil patient (kan tage stilling til sin behandling) på 18 år eller derover; fra 15 år, hvis lægen vurderer, at den unge forstår følgerne.

    Fravalget er givet til lægen og gælder kun den sygdom og behandling, det er givet under. Svækkelse på grund af alder tæller ikke i sig selv som sygdom. Får patienten det meget bedre, er situationen ny. Fravalget kan altid trækkes tilbage, og pårørende kan ikke træffe det.
guidance-exception-5-title = 5. Et fravalg står i registret
guidance-exception-5-text =
    __Hvem:__ en habil borger, der er fyldt 60 år.

    Fravalget gælder fra syv dage efter registreringen og omfatter ethvert hjertestop, også efter en ulykke, når sundhedspersonen kender til det. Det går forud for undtagelse 6. Borgeren kan altid sige til en sundhedsperson, at det ikke skal gælde under den aktuelle sygdom, og kan tilbagekalde det helt i registret.
guidance-exception-6-title = 6. Et behandlings- eller livstestamente er trådt i kraft
guidance-exception-6-text =
    __Hvem:__ en habil patient, der var fyldt 18 år; lægen afgør, om det er trådt i kraft.

    Det gælder først, når lægen vurderer, at patienten er varigt inhabil (varigt ude af stand til at tage stilling) og i en situation, som det nævner. Det kan være gjort betinget af, at de nærmeste accepterer. Et livstestamente skal være fra før 2019, og dets del om svær invaliditet er kun et råd til lægen.
guidance-exceptions-note = Undtagelse 3–6 kan kun følges, når det er sikkert, hvem patienten er. Pårørende kan oplyse, hvem patienten er, men deres oplysning om et fravalg er aldrig nok i sig selv. Med egne ord efter vejledning nr. 9921 af 31/10/2024, pkt. 2 og 3. Forklaring, ikke beslutningsstøtte.

# Hjerteløbere
guidance-runners-heading = Hvad betyder det for hjerteløbere?
guidance-runners-finding = Vejledningen henvender sig til sundhedspersoner og ikke til hjerteløbere
guidance-runners-under = Den pålægger ikke frivillige uden autorisation at tage stilling til et fravalg
guidance-runners-left =
    __Frivillige uden autorisation__ ringer 112 og begynder genoplivning som alle andre. Vejledningen giver dem hverken ret eller pligt til at vurdere, om en undtagelse gælder. AMK-vagtcentralens sundhedspersoner vejleder i genoplivning og giver besked, hvis forsøget skal indstilles.

    __Autoriserede, der har fri__, for eksempel en sygeplejerske, som er hjerteløber, regner vi til sundhedspersonerne. Vejledningen nævner både den, der tilfældigt er til stede, og frivillige med autorisation. Hjerteløbere nævner den ikke, så den kan også læses sådan, at de uden for arbejdet er stillet som alle andre.

    __Pårørende på stedet__ kan gøre en forskel ved at oplyse, hvem patienten er. Så kan en sundhedsperson slå et fravalg op; det kan også ske, hvis patienten bærer et gyldigt kørekort, pas eller legitimationskort, eller sundhedskort og billed-ID, der passer sammen. Siger pårørende, at patienten ikke ville genoplives, er det ikke nok til at undlade forsøget.
guidance-runners-right =
    __Annullerede alarmer__ kan have flere årsager: at der ikke var hjertestop, at døden var konstateret, eller at et fravalg var kendt. { $cancelled } Rapporten udleder ingen årsager af vejledningen.

    __Samme ord for årsagerne__ findes i en kodeliste, som kan hentes fra den digitale udgave. Kendte fravalg efter undtagelse 3–6 har én fælles kode, så ingen kan læse ud af tallene, hvad en enkelt patient har bestemt.

    __Uklare steder.__ Nogle steder i vejledningen kan forstås på flere måder, for eksempel om 60-årsdagen tæller med. De tabeller, der følger med rapportens kode, angiver ved hvert sted vores læsning og den anden mulige.

    __Spørg selv.__ Siden »vejledning.html«, som ligger ved siden af rapporten, spørger om én ting ad gangen og siger, hvad der følger, hvilke afsnit det bygger på, og hvad der ville ændre det. Den kan bruges uden internet og er heller ikke beslutningsstøtte.
guidance-runners-cancelled = På landsplan blev { PCT($share) } af alarmerne annulleret. Kilden oplyser ikke, hvor ofte hver årsag forekom.
guidance-runners-cancelled-counted = På landsplan blev { PCT($share) } af alarmerne annulleret. Hvor ofte hver årsag er registreret, står på siden om annullerede alarmer.
guidance-runners-cancelled-unknown = Hvor mange alarmer der blev annulleret, og hvorfor, er ikke oplyst.
guidance-codes-code = Kode
guidance-codes-reason = Årsag
guidance-codes-exceptions = Undtagelser
guidance-codes-meaning = Betydning
guidance-codes-fetch = Hent kodelisten (CSV)
guidance-question-page = Spørg vejledningen, én ting ad gangen
guidance-readings-title = { $count } af læsningerne og de andre mulige
guidance-reading = { $reading }. __Ellers:__ { $alternative }.
guidance-statement =
    __Forklaring, ikke beslutningsstøtte.__ Siderne fortæller rapportens læsere, hvad en vejledning går ud på. De må ikke bruges til at afgøre, hvad der skal ske med en patient. Om et forsøg er udsigtsløst, om en patient er habil, og om der er tvivl, vurderer sundhedspersoner på stedet. Kun vejledningens egen tekst gælder: vejledning nr. 9921 af 31/10/2024 om genoplivning og fravalg, i kraft fra { $valid-from }.
