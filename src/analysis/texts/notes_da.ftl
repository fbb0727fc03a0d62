### Bemærkninger, som programmet selv skriver i indicators.csv. Hver står på én linje.

note-written = Skrevet: { $text }
note-not-comparable = Tallet kendes ikke i begge kvartaler.
note-other-start = De to kvartaler tæller ikke fra samme dag, så forskellen er ikke kvartalets egen.
note-counted-down = Tallet for året til dato er lavere end i det forrige kvartal. Forskellen er derfor ikke vist.
note-break = Brud i serien: { $reason }
note-break-inside = Et af de områder, der er lagt sammen, har et brud: { $reason }
note-united = Lagt sammen af { $parts }.
note-from-zero = Det tidligere tal er 0, så ændringen kan ikke vises i procent.
note-from-news = Datoen er omtalens, ikke opgørelsens.
note-two-populations = Raterne bruger hver sit folketal: { $earlier } og { $later }.
note-control = Midten af alle kvartaler og de grænser, som deres sædvanlige variation giver (Laney).
note-subtraction = Tallet vises ikke i den offentliggjorte opgørelse. Det kan udledes ved at trække de øvrige regioner fra landstallet, men bruges ikke her, og der beregnes ingen rater eller forhold med det.
note-gross = Interval, som den afrundede andel annullerede tillader. Aktiveringer før fradrag af annullerede.
note-small-reason = Tallet er skjult. Antallet er mellem 1 og { $most }, eller også kunne et så lille antal regnes ud af det sammen med de øvrige årsager eller en tidligere opgørelse fra samme år.
note-not-apart = Årsagen er ikke registreret for sig.
note-suppressed = Antal under { $threshold } vises ikke.
note-minutes = Hele minutter fra alarm, rundet ned, af alle områdets alarmer under ét.
note-too-few = Tallet er skjult. Der er få alarmer med en tid, eller et skjult tal kunne ellers beregnes.
note-rank = Plads 1 har den højeste rate. Intervallet rummer de pladser, som tilfældigheder tillader.
note-smoothed = Raten trukket mod landets, mest i små kommuner (empirisk Bayes). Kun i filer.
note-deviation = Afvigelse fra landet i standardafvigelser, spredningen mellem kommuner regnet med.
note-spread = Standardafvigelse mellem kommuner ud over tilfældighed.
note-outside = Antal kommuner uden for 99,8 %-grænser, der kun regner med tilfældighed.
note-distance = Så mange aktive mangler til landets rate; under 0 er der så mange flere, end den kræver. Tælleren er det mindste antal, der når landets rate.
