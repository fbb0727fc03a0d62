### Bemærkninger, som programmet selv skriver i indicators.csv. Hver står på én linje.

note-written = Skrevet: { $text }
note-not-comparable = Tallet kendes ikke i begge kvartaler.
note-other-start = De to kvartaler har ikke samme startdato. Forskellen kan derfor ikke bruges som kvartalets aktivitet.
note-counted-down = Tallet for året til dato er lavere end i det forrige kvartal. Forskellen er derfor ikke vist.
note-break = Brud i serien: { $reason }
note-break-inside = Et af de områder, der er lagt sammen, har et brud: { $reason }
note-united = Lagt sammen af { $parts }.
note-from-zero = Det tidligere tal er 0, så ændringen kan ikke vises i procent.
note-from-news = Datoen er omtalens, ikke opgørelsens.
note-undated = Kilden oplyser ingen dato.
note-undated-text = Kilden oplyser ingen dato. { $text }
note-two-populations = Raterne bruger hver sit folketal: { $earlier } og { $later }.
note-control = Gennemsnittet af alle kvartaler og de grænser, som deres sædvanlige variation giver (Laney).
note-subtraction = Tallet vises ikke i den offentliggjorte opgørelse. Det kan udledes ved at trække de øvrige regioners tal fra landets, men bruges ikke her, og der beregnes ingen rater eller forhold med det.
note-gross = Aktiveringer før fradrag: de antal, som passer med den afrundede andel annullerede.
note-small-reason = Skjult af hensyn til fortrolighed: antallet er mellem 1 og { $most }, eller et så lille antal kunne udledes af det.
note-not-apart = Årsagen er ikke registreret for sig.
note-suppressed = Antal under { $threshold } vises ikke.
note-minutes = Hele minutter fra alarm, afrundet nedad, af alle områdets alarmer under ét.
note-too-few = Tallet er skjult. Der er få alarmer med en tid, eller et skjult tal kunne ellers beregnes.
note-rank = Nr. 1 har den højeste rate. Intervallet viser de placeringer, som er mulige, når tallet varierer tilfældigt.
note-smoothed = Raten udjævnet mod landsgennemsnittet, mest i små kommuner (empirisk Bayes). Kun i filer.
note-deviation = Afvigelse fra landet i standardafvigelser, inklusive spredningen mellem kommuner.
note-spread = Standardafvigelse mellem kommuner ud over tilfældighed.
note-outside = Antal kommuner uden for 99,8 %-grænser, der kun regner med tilfældighed.
note-distance = Antal aktive, der mangler for at svare til landsgennemsnittet; negative tal viser, hvor mange der er ud over det. Tælleren er det mindste antal, der svarer til landsgennemsnittet.
