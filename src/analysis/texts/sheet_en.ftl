### Sheets of municipalities and regions. Numbers arrive shaped as text.

sheet-kicker-municipality = Municipality sheet
sheet-kicker-region = Region sheet
sheet-name-municipality = { $name } Municipality
sheet-name-bornholm = Bornholm Regional Municipality
sheet-name-copenhagen = Copenhagen Municipality (København)
sheet-running-title = Volunteer responders in Denmark · { $quarter }
sheet-footer = Active volunteer responders as at { $date }. Population { $population-day }. Sources: { $source }; { $population-source }. { $maker } { $code }
sheet-footer-municipality = Municipality code { $code }.
sheet-footer-region = Region code { $code }.

# The lead: number and rate, then the distance to the whole
sheet-lead = { $count } active volunteer responders, or { $rate } per 100,000 inhabitants. { $compared }
sheet-lead-one = One active volunteer responder, or { $rate } per 100,000 inhabitants. { $compared }
sheet-lead-none = No active volunteer responders among { $people } inhabitants. The national rate is { $country } per 100,000.
sheet-lead-missing = The number of active volunteer responders is not reported for { $date }. The national rate is { $country } per 100,000 inhabitants.
sheet-lead-missing-alone = The number of active volunteer responders is not reported for { $date }.
sheet-lead-withheld = The number of active volunteer responders on { $date } is withheld. The national rate is { $country } per 100,000 inhabitants.
sheet-lead-withheld-alone = The number of active volunteer responders on { $date } is withheld.
sheet-lead-known = There are { $count } active volunteer responders; the number is not reported for all municipalities. In those where it is, there are { $rate } per 100,000 inhabitants. { $compared }
sheet-compared-both = The rate is { $country } and { $region }.
sheet-compared-country = The rate is { $country }.
sheet-compared-alike = The rate is about the same as the national rate and that of { $region }.
sheet-compared-same = The rate cannot be distinguished from the national rate of { $country }.
sheet-more-country = { $percent } above the national rate
sheet-fewer-country = { $percent } below the national rate
sheet-like-country = about the same as the national rate
sheet-times-country = { $times } times the national rate
sheet-more-region = { $percent } above that of { $region }
sheet-fewer-region = { $percent } below that of { $region }
sheet-same-region = cannot be distinguished from that of { $region }
sheet-like-region = about the same as that of { $region }
sheet-times-region = { $times } times that of { $region }

# Key figures
sheet-key-active = { $count ->
    [one] active volunteer responder
   *[other] active volunteer responders
}
sheet-key-people = { $people } inhabitants
sheet-key-rate = per 100,000 inhabitants
sheet-key-interval = 95% interval: { $range }
sheet-key-known = among { $people } inhabitants of municipalities with a reported number
sheet-key-rank = rank { $range }
sheet-key-rank-label = of { $count } municipalities
sheet-key-rank-interval = 95% interval
sheet-key-lacking = fewer than at the national rate
sheet-key-lacking-detail = it would be { $needed } active
sheet-key-beyond = more than at the national rate
sheet-key-beyond-detail = it would be { $needed } active
sheet-key-noted = { $detail }, see the note
sheet-key-share = of the country’s responders
sheet-key-share-detail = { $count } of { $total }

# All municipalities
sheet-bars-title = { $name } could rank from { $low } to { $high } of { $count }
sheet-bars-title-sure = { $name } ranks { $rank } of { $count } municipalities
sheet-bars-title-missing = { $name } is missing among the { $count } municipalities
sheet-bars-title-region = The region’s municipalities range from { $low } to { $high }
sheet-bars-text = Per 100,000 inhabitants. Municipal rates range from { $low } to { $high }. Dark grey: { $region }
sheet-bars-text-region = All { $count } municipalities, active per 100,000 inhabitants. Coloured: { $region }
sheet-bars-alt = Bar chart of active volunteer responders per 100,000 inhabitants in { $count } municipalities, the highest first. { $name } is highlighted with { $rate }; the country has { $country }.
sheet-bars-alt-missing = Bar chart of active volunteer responders per 100,000 inhabitants in { $count } municipalities, the highest first. { $name } is not included; the country has { $country }.
sheet-bars-alt-region = Bar chart of active volunteer responders per 100,000 inhabitants in { $count } municipalities, the highest first. { $own } are in { $name }; the country has { $country }.

# Neighbours
sheet-neighbours-title-none = Cannot be distinguished from { $count ->
    [1] the neighbouring municipality
   *[other] the { $word } neighbouring municipalities
}
sheet-neighbours-title-above = Higher rate than in { $above } of { $word } neighbouring municipalities
sheet-neighbours-title-below = Lower rate than in { $below } of { $word } neighbouring municipalities
sheet-neighbours-title-all-above = Higher rate than in { $count ->
    [2] both
   *[other] all { $word }
} neighbouring municipalities
sheet-neighbours-title-all-below = Lower rate than in { $count ->
    [2] both
   *[other] all { $word }
} neighbouring municipalities
sheet-neighbours-title-both = Higher rate than in { $above }, lower than in { $below } of { $word } neighbours
sheet-neighbours-title-one-above = Higher rate than in { $other }
sheet-neighbours-title-one-below = Lower rate than in { $other }
sheet-neighbours-title-missing = The neighbouring municipalities
sheet-neighbours-title-of-known = { $title }; { $missing } not reported
sheet-neighbours-text = Active per 100,000 inhabitants with 95% interval. Vertical line: Denmark
sheet-neighbours-text-crossing = Nearest by bridge or ferry. Active per 100,000 inhabitants, 95% interval
sheet-neighbours-alt = Dot plot of active volunteer responders per 100,000 inhabitants: { $list }.
sheet-crossing-bridge = { $name } (bridge)
sheet-crossing-ferry = { $name } (ferry)
sheet-regions-title-highest = Highest rate of the { $word } regions
sheet-regions-title-lowest = Lowest rate of the { $word } regions
sheet-regions-title-neutral = The regions compared with the national rate
sheet-regions-text = Active per 100,000 inhabitants with 95% interval. Vertical line: Denmark

# Municipalities of the same size, regions
sheet-size-title = Municipalities closest in population
sheet-size-text = The { $word } closest in population, by ratio
sheet-size-caption = { $name } and the municipalities closest in population, by ratio
sheet-regions-table-title = The regions side by side
sheet-regions-table-text = Activations { $period }, excluding cancelled alerts. Accepted: by at least one
sheet-regions-table-caption = Inhabitants, active volunteer responders and activations of the regions
sheet-column-accepted = Accepted
sheet-column-activations = Activations

# Developments and AEDs
sheet-change-title = { $direction ->
    [up] { $change } more than on { $since }
    [down] { $change } fewer than on { $since }
   *[same] As many as on { $since }
}
sheet-change-text = Active volunteer responders at each count
sheet-change-unknown = The number is not reported for the latest count.
sheet-change-usual = In the whole country the change was { $country }; in municipalities of the same size it usually lies between { $low } and { $high }.
sheet-change-country = In the whole country the change was { $country }.
sheet-change-alt = Line chart of active volunteer responders in { $name } at { $count } counts, from { $first } ({ $first-date }) to { $last } ({ $last-date }).
sheet-aeds = __AEDs.__ { $registered } are registered, { $around } of them ({ $share }) are available 24 hours a day. That is { $rate } per 100,000 inhabitants; { $country } in the whole country.
sheet-aeds-registered = __AEDs.__ { $registered } are registered, { $rate } per 100,000 inhabitants; { $country } in the whole country.
sheet-aeds-unknown = __AEDs.__ The number is not reported; there are { $country } per 100,000 inhabitants in the whole country.
sheet-aeds-apart = { $said } AEDs as at { $date }.
sheet-reach-apart = { $said } Distances as at { $date }.
sheet-reach-unknown = __Distance.__ The figure for the area is not shown; in the whole country { $country-day } of residents have an open AED within { $near } in a straight line by day, { $country-night } at night.
sheet-reach = __Distance.__ { $day } of residents have an open AED within { $near } in a straight line by day, { $night } at night; in the whole country { $country-day } by day and { $country-night } at night.
sheet-near-runners = { $said } Four active responders and an open AED are within { $near } of { $day } by day and of { $night } at night; in the whole country of { $country-day } by day and { $country-night } at night.

# How to read the sheet
sheet-read-title = How to read the sheet
sheet-read = An active volunteer responder is a volunteer whom the system can locate from a recently updated position. The number shows how many can receive an alert, not how many set out. The 95% interval shows how much it can vary by chance. Where municipalities lie close together, their order is uncertain.
sheet-read-region = An active volunteer responder is a volunteer whom the system can locate from a recently updated position. The number shows how many can receive an alert, not how many set out. The 95% interval shows how much the figure can vary by chance.
sheet-read-activations = Activations are not counted for municipalities: { $region } had { $count } in the period { $period }, excluding cancelled alerts.
sheet-read-accepted = Activations are not counted for municipalities: { $region } had { $count } in the period { $period }, excluding cancelled alerts; { $share } were accepted by at least one.
sheet-read-no-activations = Activations are not counted for municipalities, and the number for { $region } is not shown.
sheet-note-withheld = – for { $region }: { $reason }
sheet-note-small = One responder more or fewer changes the rate by { $step } per 100,000.
sheet-note-christiansoe = Christiansø is included.
sheet-note-corrected = The figure has been corrected against the source.

# For the press, shared pictures and web pages
sheet-press = In { $name } there were { $count } active volunteer responders on { $date }, or { $rate } per 100,000 inhabitants (95% confidence interval { $range }). In the whole country there were { $country } per 100,000 inhabitants.
sheet-press-one = In { $name } there was one active volunteer responder on { $date }, or { $rate } per 100,000 inhabitants (95% confidence interval { $range }). In the whole country there were { $country } per 100,000 inhabitants.
sheet-press-none = In { $name } there were no active volunteer responders on { $date }. In the whole country there were { $country } per 100,000 inhabitants.
sheet-press-missing = The number of active volunteer responders in { $name } is not reported for { $date }. In the whole country there were { $country } per 100,000 inhabitants.
sheet-press-missing-alone = The number of active volunteer responders in { $name } is not reported for { $date }.
sheet-press-withheld = The number of active volunteer responders in { $name } on { $date } is withheld. In the whole country there were { $country } per 100,000 inhabitants.
sheet-press-withheld-alone = The number of active volunteer responders in { $name } on { $date } is withheld.
sheet-press-known = In { $name } there were { $count } active volunteer responders on { $date }; the number is not reported for all municipalities. In those where it is, there were { $rate } per 100,000 inhabitants, and { $country } in the whole country.
sheet-press-country-in-part = The national figure is that of the municipalities whose number is reported.
sheet-press-simulated = SIMULATED: { $line }
sheet-press-title = Sentence to quote
sheet-press-copy = Copy the sentence
sheet-press-copied = Copied
sheet-press-source = Source: { $source }; { $population-source }. { $maker }
sheet-card-label = active volunteer responders per 100,000 inhabitants
sheet-card-missing = Not reported
sheet-card-label-known = active volunteer responders per 100,000 in municipalities with a reported number
sheet-card-whole = The whole country
sheet-card-whole-in-part = Municipalities reported
sheet-card-line-missing = The number of active volunteer responders is not reported. { $whole }: { $country } per 100,000
sheet-card-line = { $count } active in all. { $whole }: { $country } per 100,000
sheet-card-foot = As at { $date } · { $maker }
sheet-more-title = More
sheet-link-pdf = The sheet as PDF
sheet-link-report = The whole status report
sheet-link-all = All municipalities and regions
sheet-link-picture = Picture to share
sheet-linked-title-municipality = Sheets of the neighbours
sheet-linked-title-region = Sheets of the municipalities
sheet-index-title = Municipalities and regions
sheet-index-lead = A sheet for each region and municipality, as at { $date }.
sheet-index-filter = Find a municipality or region
sheet-index-none = No municipality or region matches.
sheet-index-press = Quotations for all (CSV)
sheet-index-regions = Regions
sheet-index-municipalities = Municipalities
sheet-skip = Skip to the content
