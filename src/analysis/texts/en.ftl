### The report's words in English. Numbers arrive shaped as text. British spelling, the style of official statistics.
### Terms: active volunteer responders (aktive hjerteløbere), activations, AEDs (hjertestartere), out-of-hospital cardiac
### arrest (OHCA), region, municipality. Names of places, registers and laws stay Danish, glossed where that helps.

# Front page and running text
title = Volunteer responders in Denmark
subtitle = Status report for { $quarter }
quarter-name = Q{ $number } { $year }
date-line = As at { $date }: the country, { $regions } regions and { $municipalities } municipalities
independent = Independent recalculation of published figures. The report is not issued by TrygFonden.
footer-independent = Independent recalculation, not issued by TrygFonden.
published-by = Issued by { $publisher }.
footer = Volunteer responders as at { $date }, population { $population-day }. Sources: { $source }; { $population-source }. { $maker }
edition-draft = Draft
watermark = SIMULATED
set-with = Typeset with
skip-link = Skip to the content
keywords = volunteer responders, cardiac arrest, AEDs, Denmark
country = Denmark
list-and = and
list-or = or
population-source = Statistics Denmark, FOLK1A
population-source-simulated = simulated population
days-counted = { $days ->
    [1] 1 day
   *[other] { $days } days
    }
description = Active volunteer responders, activations and AEDs in Denmark, its regions and municipalities, as at { $date }.
country-reference = Denmark { $rate }

# What to know first
important-heading = What to know first
important-finding = How to read the figures
important-text =
    __An active volunteer responder__ (Danish: hjerteløber) is a volunteer whom the system can locate from a recent position and who can therefore receive an alarm. The number is counted in a register on one particular day. Registered volunteers whom the system cannot locate are not included.

    __The dates__ are not the same for all figures. Active volunteer responders and defibrillators (AEDs) are counted as at { $date }, while activations cover { $period }, { days-counted } in all.

    __Rates__ are per 100,000 inhabitants of all ages. The population is that of Statistics Denmark (Danmarks Statistik) for { $population-quarter }, the latest published on the day of the count. Christiansø lies in no municipality and is counted with Bornholm.

    __Activations__ are alarms for suspected out-of-hospital cardiac arrest (OHCA), after cancelled alarms have been deducted. { $cancelled }

    __Uncertainty__ is shown as a line around each dot. It says how far the figure could vary by chance alone and is widest in small municipalities. Municipalities are in Danish alphabetical order (Æ, Ø and Å come last), and where a rank is given, it is always as an interval.
important-cancelled = Nationally, { $share } were cancelled, for example because the person turned out to have been dead for a long time. { $reasons }
important-reasons-unknown = How often each reason occurred has not been counted.
important-reasons-counted = How often each reason was recorded is shown on the page on cancelled alarms.
important-cancelled-unknown = How many that was is not reported for this quarter.
contents = Contents
who-heading = Who is behind the report
who-text =
    { $statement } The figures come from { $source } and from Statistics Denmark. All rates, shares and sentences with figures have been calculated anew from the sources.

# The figures behind the charts
numbers-unfold = Show the figures as a table
numbers-fetch = Download the figures (CSV)
column-region-name = Region
column-activations-rate = Per 100,000 a year
column-per-day = Per day
column-share = Share
column-people = Inhabitants
column-change = Change (%)
column-limits = Limits

# Find your municipality (on screen only)
find-heading = Find your municipality
find-label = Name or code of the municipality
find-help = Type, for example, Aarhus, Århus or 751.
find-button = Show the municipality
find-all = All { $count } municipalities
find-where = Municipality { $code } · { $region }
find-change = Since { $since } the number has gone from { $before } to { $now }.
find-unchanged = The number is the same as on { $since }.
find-none = No municipality is called “{ $query }”.
find-suggestion = Did you mean:
find-several = Several municipalities match “{ $query }”:
find-empty = Type the name or code of a municipality.
find-chosen = { $name } has been chosen.
find-clear = Clear the choice
find-row = See the municipality among all municipalities
find-show = Show the municipality
find-bar = { $count } active, { $rate } per 100,000
find-bar-label = Chosen municipality
find-sheet-pdf = The municipality’s sheet (PDF)
find-sheet-html = The municipality’s sheet (HTML)
find-caption = { $name } beside the region, the country and the neighbouring municipalities
find-chart = { $title }. Use the arrow keys to move from figure to figure.
find-choose = Press Enter to choose the municipality.
find-sorted-low = Sorted by { $column }, lowest first.
find-sorted-high = Sorted by { $column }, highest first.
find-sorted-first = Sorted by { $column } from A to Å.
find-sorted-last = Sorted by { $column } from Å to A.
find-ungrouped = All rows are sorted together, so the rows of the areas are hidden meanwhile.
find-unsorted = The rows stand again as they did at the start.

# The whole country
national-heading = The whole country
national-finding = Denmark has { $rounded } active volunteer responders
national-under = That is { $rate } per 100,000 inhabitants, as at { $date }
national-map-title = From { $low } ({ $low-name }) to { $high } ({ $high-name }) per 100,000 inhabitants
national-map-text = Active volunteer responders per 100,000 inhabitants, { $date }. One tile of equal size per municipality
national-map-alt = Map with one tile for each of the country’s { $count } municipalities. The country has { $rate } active volunteer responders per 100,000 inhabitants; the municipalities range from { $low } ({ $low-name }) to { $high } ({ $high-name }).
national-dots-title = { $n ->
    [1] { $above } of { $regions } regions is above Denmark
   *[other] { $above } of { $regions } regions are above Denmark
    }
national-dots-text = Active per 100,000 inhabitants. Line: Denmark
national-dots-alt = Dot plot of active volunteer responders per 100,000 inhabitants by region against the national rate of { $rate }: { $list }.
key-active = active volunteer responders
key-active-detail = as at { $date }
key-rate = active per 100,000 inhabitants
key-rate-national-detail = { $population } inhabitants
key-rate-detail = Denmark: { $rate }
key-share-detail = { $share } of the country’s { $total }
key-activations = activations
key-activations-detail = { $period }, not counting cancelled
key-accepted = with at least one acceptance
key-accepted-detail = At least two responders accepted in { $share }
map-class-under = below { $edge }
map-class-over = { $edge } and above

# Developments
trend-heading = Developments
trend-finding-up = There are { $percent } more active volunteer responders than on { $since }
trend-finding-down = There are { $percent } fewer active volunteer responders than on { $since }
trend-finding-same = The number of active volunteer responders is the same as on { $since }
trend-finding-unknown = The number cannot be compared with an earlier quarter
trend-under = From { $before } to { $now } active volunteer responders, as at { $date }
trend-under-unknown = Neither the previous quarter nor the same quarter of the previous year has been delivered, or there is a break in between
trend-runners-title = Active volunteer responders in the whole country
trend-runners-text = Number on the days of the counts. The line is interrupted where a quarter is missing or the count has a break
trend-runners-alt = Line chart of active volunteer responders in Denmark at { $count } counts: { $first } on { $first-date } and { $last } on { $last-date }. The lowest number is { $low }, the highest { $high }.
trend-activity-title = Activations per day in each quarter
trend-activity-text = Activations since the previous count, not counting cancelled, divided by the number of days. Line: 95% interval
trend-activity-alt = { $n ->
    [1] Dot for activations per day in { $count } quarter. The latest figure is { $last } per day (interval { $range }).
   *[other] Dots for activations per day in { $count } quarters. The latest figure is { $last } per day (interval { $range }).
    }
trend-geography = All quarters are shown on the division into municipalities and regions that applied on { $date }.
trend-geography-united = Earlier quarters’ figures for { $region } are the sum of { $parts }.
trend-note-stock = Two counts of active volunteer responders consist largely of the same people. The change is therefore shown as it is, without uncertainty.
trend-note-rate = Each rate is calculated with the population that belonged to its own count, so a change may also be due to the population.
trend-note-published = Open mark: { $value } according to { $source }, { $date }. The figure is not used in any calculation.
tick-quarter = Q{ $number } { $year }
key-change-quarter = since the previous quarter
key-change-year = in one year
key-change-detail = { $percent } since { $date }
key-own-activations = activations in the quarter
key-own-activations-detail = { $period }, { $day } per day
key-change-aeds = registered AEDs
trend-regions-heading = Developments in the regions
trend-regions-finding = Developments in the regions beside those of the country
trend-regions-under = Active volunteer responders per 100,000 inhabitants. Red line: the region. Grey line: Denmark. The same axis in all panels
trend-regions-caption = Change in active volunteer responders in the regions and the whole country
trend-panel-alt = Line chart for { $region }: from { $first } to { $last } active volunteer responders per 100,000 inhabitants. Denmark now has { $country }.
column-change-quarter = Since previous quarter
column-change-year = In one year
column-percent = Per cent
column-rate-change = Per 100,000
column-before = Before
column-now = Now
column-usual = Usual (%)
column-spark = Trend
spark-words = from { $first } per 100,000 inhabitants on { $date } to { $last }
trend-municipalities-heading = Developments in the municipalities
trend-municipalities-finding-both = { $above } gained unusually much, { $below-number } lost unusually much
trend-municipalities-finding-above = { $above } gained unusually much, none lost unusually much
trend-municipalities-finding-below = { $below } lost unusually much, none gained unusually much
trend-municipalities-finding-none = No municipalities stand out from the development of the country
trend-municipalities-count = { $count ->
    [0] No municipalities
    [1] One municipality
   *[other] { $word } municipalities
    }
trend-municipalities-under = Change in active volunteer responders relative to the national { $percent } and to municipalities of the same size
trend-municipalities-title = Small municipalities vary more than large ones
trend-municipalities-text = Change since { $since } (vertical) by number of active then (horizontal). Black line: the whole country
trend-municipalities-alt = Scatter plot of the change in active volunteer responders in { $count } municipalities against the national { $percent }. Above the usual: { $above }. Below: { $below }.
legend-change-above = higher than usual
legend-change-same = usual
legend-change-below = lower than usual
legend-change-range = 95% of municipalities of the size
trend-list-above = Largest gains relative to the country
trend-list-below = Largest losses relative to the country
trend-list-note = Usual: the country’s change, plus and minus the spread that municipalities of the same size have among themselves. * The municipality stands out even when allowance is made for the many comparisons (Benjamini and Hochberg; at most one finding in twenty is expected to be due to chance). Municipalities are in alphabetical order.
trend-list-left-out = Cannot be compared: { $names }. { $reasons }
aed-history-heading = AEDs in earlier years
aed-history-finding = From { $first } AEDs in { $year } to { $last } today
aed-history-under = Registered AEDs in Denmark, as they have been published
aed-history-title = Registered AEDs
aed-history-text = Open marks: earlier published figures. Filled: the count of this report
aed-history-alt = Dots for registered AEDs: { $count } earlier published figures from { $first } in { $year } to { $last } as at { $date }.
aed-history-note = The figures come from different sources and have not necessarily been counted in the same way. They are therefore not joined by a line and are not used in calculations. The full addresses of the sources are in indicators.csv.
aed-history-caption = Earlier published numbers of registered AEDs
column-date = Date
column-registered = Registered
column-around-clock = All hours
column-source = Source

control-heading = Usual and unusual variation
control-finding = { $count ->
    [0] No quarters lie outside the usual variation
    [1] One quarter lies outside the usual variation
   *[other] { $word } quarters lie outside the usual variation
    }
control-under = The whole country, each quarter by itself
control-title-activationsquarterperday = Activations per day
control-text-activationsquarterperday = Not counting cancelled. The middle of the { $count } quarters is { $middle }. Grey band: usual variation
control-title-acceptedbyonequarter = Activations accepted by at least one volunteer responder
control-text-acceptedbyonequarter = Per cent of the quarter’s activations. The middle of the { $count } quarters is { $middle }. Grey band: usual variation
control-alt = Control chart with { $count } quarters around the middle { $middle }. The limits range from { $range }. Number outside them: { $outside }.
control-note = The band is three standard deviations to each side, scaled by how much neighbouring quarters usually differ from each other (Laney’s control chart). A quarter outside the band is a sign that something has changed, but does not say what. The chart is shown when there are at least eight quarters.

# The municipalities compared
funnel-heading = The municipalities compared
funnel-finding = { $above-count ->
    [0] No municipalities are clearly above the national rate; { $below } clearly below
    [1] One municipality is clearly above the national rate and { $below } clearly below
   *[other] { $above } municipalities are clearly above the national rate and { $below } clearly below
    }
funnel-under = { $inside-count ->
    [1] The last municipality lies within the spread that is common between Danish municipalities
   *[other] The other { $inside } municipalities lie within the spread that is common between Danish municipalities
    }
funnel-title = Active volunteer responders per 100,000 inhabitants by size of municipality
funnel-text = Horizontal: inhabitants (logarithmic scale). Dashed: the limits that chance alone would give (95%)
funnel-legend-above = above the band
funnel-legend-below = below the band
funnel-legend-same = within the band
funnel-legend-95 = 95% of the municipalities
funnel-legend-998 = 99.8%
funnel-alt = Funnel plot of { $count } municipalities. Above the band: { $above }. Below: { $below }. Lowest and highest: { $furthest } per 100,000 inhabitants.
funnel-list-above = Above the band
funnel-list-below = Below the band
column-rank = Rank
funnel-note = In small municipalities the figure varies more by chance, so the band is widest to the left. If only chance were allowed for, { $outside } of { $count } municipalities would fall outside (99.8%), because municipalities also differ in other ways. The band therefore adds the municipalities’ own spread ({ $between } per 100,000). Rank: the interval of ranks among { $count } that the figure can reach. Names are in alphabetical order.

# The regions
regions-heading = The regions
regions-text =
    { $names }

    Each region has a page with key figures, the figures of its municipalities and a map.

    The regions keep their Danish names. Nordjylland is North Denmark, Midtjylland Central Denmark, Syddanmark Southern Denmark, Sjælland Zealand and Hovedstaden the Capital Region of Denmark. From 2027 Sjælland and Hovedstaden form one region, Østdanmark (Eastern Denmark).
region-finding-highest = { $region } has the highest rate of active responders of the { $regions } regions
region-finding-lowest = { $region } has the lowest rate of active responders of the { $regions } regions
region-finding-above = { $region } is above the national rate with { $rate } active per 100,000 inhabitants
region-finding-below = { $region } is below the national rate with { $rate } active per 100,000 inhabitants
region-finding-equal = { $region } is at the national rate with { $rate } active per 100,000 inhabitants
region-table-title-some = { $n ->
    [1] { $count } of { $total } municipalities reaches the national rate
   *[other] { $count } of { $total } municipalities reach the national rate
    }
region-table-title-none = None of the region’s { $total } municipalities reaches the national rate
region-table-title-all = All { $total } municipalities reach the national rate
region-table-text = Active volunteer responders { $date } by municipality. Line: 95% interval
region-areas-title = How the active volunteer responders are distributed in the region
region-areas-text = Active volunteer responders { $date } by area. Line: 95% interval
region-table-caption = Active volunteer responders in { $region }, number and per 100,000 inhabitants, { $date }
region-continued-heading = { $region } by municipality
region-map-title = From { $low } ({ $low-name }) to { $high } ({ $high-name })
region-map-text = Active per 100,000 inhabitants. One tile of equal size per municipality
region-map-alt = Map of { $region } with one tile per municipality. The region has { $rate } active volunteer responders per 100,000 inhabitants; the municipalities range from { $low } ({ $low-name }) to { $high } ({ $high-name }).
region-map-note = The position of the tiles is approximate.
region-map-note-others = Grey tiles are municipalities in other regions.
region-corrected-note = \* The figure has been corrected against the source. See the section Data quality.
region-small-note = One volunteer responder more or fewer moves the figure by { $list } per 100,000.
region-small-item = { $step } for { $name }
region-trial-title = The trial decides when more figures can be shown
region-trial-text =
    { $reason } The figures are withheld until { $until } inclusive.
region-trial-activations =
    The number of activations is not shown for the region either. It can be derived from the national figure, but the report calculates no rates or ratios with it as long as alarms are randomised.
column-municipality = Municipality
column-area = Area
column-region = Region
column-active = Active
column-rate = Per 100,000
column-population = Population
column-interval = 95% interval
legend-same = not reliably different from the country
legend-above = higher than the country
legend-below = lower than the country

# About the scheme
about-heading = The scheme and cardiac arrest
about-text =
    { $pages }

    The figures on these pages are for the whole country.
programme-heading = The volunteer responder scheme
programme-finding = The scheme is activated about { $gross } times a day
programme-finding-net = The scheme is activated { $net } times a day
programme-under-net = Cancelled alarms have been deducted; how many there were is not reported
programme-under = The figure is before cancelled alarms are deducted. After deduction it is { $net } per day
key-gross = activations per day
key-gross-detail = { $range } before cancelled are deducted
key-net = per day after deduction
key-net-detail = { $count } in { days-counted }
key-runners-day = volunteer responders per day
key-runners-day-detail = as published, rounded
key-adults = of all adults are active
key-adults-detail = of { $adults } aged 18 and over ({ $quarter })
programme-text =
    Volunteer responders are a supplement to the ambulances. When the emergency medical dispatch centre is told of a suspected cardiac arrest outside hospital, it can send volunteers nearby, so that cardiopulmonary resuscitation and the use of an AED can begin before the ambulance arrives.

    The scheme began in Region Hovedstaden in autumn { $launched } and has covered the whole country since { $nationwide }.

    { $gross }

    The volunteer responders themselves report that at least one of them arrives before the ambulance in at least { $before } of activations. The share rests on their own answers and cannot be compared with counts made in other ways.

    { $response }
programme-response = For half of { $alarms } alarms the first volunteer responder was on scene within { $median } min, for nine out of ten within { $late } min.
programme-response-unknown = How soon the volunteer responders arrive is not reported for this quarter.
programme-gross-range = { $cancelled } of the alarms were cancelled on the way. As the share is only known in rounded form, the number before deduction lies somewhere between { $low } and { $high }, that is { $day } per day.
programme-gross-counted = { $cancelled } of the alarms were cancelled on the way. Before deduction there were { $total } alarms, that is { $day } per day.
programme-gross-unknown = How many alarms were cancelled on the way is not reported, so only the number after deduction can be shown.
programme-chart-title = { $region } has the most activations in relation to its population
programme-chart-text = Per 100,000 inhabitants and year, { $period }, not counting cancelled. Line: 95% interval
programme-chart-alt = Dot plot of activations per 100,000 inhabitants a year against the national { $rate }: { $list }. { $missing }
programme-chart-missing = Not available for { $regions }.
ratio-caption = Ratios of the regions’ activations per inhabitant, in pairs
ratio-pair = { $one } relative to { $other }
column-ratio = Activations per inhabitant
column-times = Times as many
programme-chart-note = The report shows the difference but cannot explain it: dispatch rules and local arrangements may play a part. { $missing }
reasons-heading = Cancelled alarms
reasons-finding = { $reason } is the most frequently recorded reason: { $share } of the cancelled alarms
reasons-finding-several = { $reason } are the most frequently recorded reasons: { $share } of the cancelled alarms each
reasons-finding-unknown = For { $share } of the cancelled alarms the reason is unknown
reasons-finding-none = Recorded reasons why alarms were cancelled
reasons-under = { $n ->
    [1] One cancelled alarm in the whole country, { $period }
   *[other] { $count } cancelled alarms in the whole country, { $period }
    }
reasons-text =
    __The reasons__ are those recorded, by a fixed code list, by the people who cancelled the alarms. The report never infers a reason itself.

    __Known opt-out__ covers exceptions 3–6 of the guidance on resuscitation, which the appendix explains. The four are never shown separately.
reasons-chart-title = Why the alarms were cancelled
reasons-chart-text = The share of cancelled alarms by reason
reasons-chart-alt = Bar chart of the share of cancelled alarms by reason: { $list }.
reasons-table-caption = Reasons for cancelled alarms with number, share and interval
reasons-column-reason = Reason
reasons-column-count = Number
reasons-column-share = Share
reasons-column-interval = 95% interval
reasons-not-apart = not available
reasons-note-suppressed = –: { $rule }
reasons-note-not-apart = Not available means that the reason is not recorded separately, so its alarms are counted under another reason.
aeds-heading = Defibrillators (AEDs)
aeds-finding = { $share } of { $count } AEDs can be fetched around the clock
aeds-finding-registered = Denmark has { $count } registered AEDs
aeds-under = Registered in TrygFonden’s network of AEDs (Hjertestarter-Netværk), as at { $date }
key-aeds = registered AEDs
key-aeds-detail = as at { $date }
key-aeds-24-7 = available around the clock
key-aeds-24-7-detail = { $rest } can only be fetched part of the day
key-aeds-share = of them available around the clock
key-aeds-share-detail = 95% interval: { $range }
key-aeds-rate = per 100,000 inhabitants
key-aeds-rate-detail = one for every { $people } inhabitants
aeds-text =
    A volunteer responder can only use an AED that hangs within reach and can be fetched when the alarm sounds. So it matters both how many AEDs there are and at what time of day they can be got hold of.

    { $availability } { $hours }

    There are { $runners } AEDs for every 1,000 active volunteer responders. { $areas }
aeds-text-hours = Counted in open hours, the AEDs can be fetched for { $share } of the week.
aeds-text-hours-unknown = For how many hours the individual AEDs are available is not reported.
aeds-text-rest = { $rest } of the registered AEDs can only be fetched part of the day, and so not for every cardiac arrest that happens close to them.
aeds-text-unknown = How many of the registered AEDs can be fetched around the clock is not shown for this quarter.
aeds-text-country = The delivery for this quarter holds only the national totals. How the AEDs are distributed across regions and municipalities can therefore not be shown.
aeds-text-areas = The figures for regions and municipalities are in indicators.csv.
aeds-chart-title = { $rest } AEDs can only be fetched part of the day
aeds-chart-text = Registered AEDs, { $date }. Each square is one per cent, about { $field } AEDs
aeds-chart-around-clock = available around the clock
aeds-chart-part = available part of the day
aeds-chart-alt = Square of 100 fields: { $share } of { $count } registered AEDs are available around the clock, { $rest-share } only part of the day.
arrests-heading = Out-of-hospital cardiac arrest
arrests-finding = { $survivors } people survived a cardiac arrest outside hospital in { $year }
arrests-under = That was { $share } of those affected
key-arrests = resuscitation attempts a year
key-arrests-detail = about { $day } a day, rounded
key-survivors = survived in { $year }
key-survivors-detail = Danish Cardiac Arrest Registry
key-survival = survived in { $year }
key-survival-detail = of those with a cardiac arrest outside hospital
key-good = of survivors do well
key-good-detail = { $severe } have more severe brain damage
arrests-text =
    Every year the Danish Cardiac Arrest Registry (Dansk Hjertestopregister) counts about { $cases } people whom someone tries to resuscitate after a cardiac arrest outside hospital. That is { $day } a day.

    Cardiac arrest happens most often at home: { $home } in private homes and { $public } in public places.

    Cardiopulmonary resuscitation keeps the blood moving, so that the brain and the other organs receive oxygen while the heart stands still. Of those who survive, { $good } go on to a good life, while { $severe } have more severe consequences for the brain.

    The share of survivors is for { $year }. The other figures are the registry’s rounded figures, given as published.
arrests-chart-title = { $home } of cardiac arrests happen in private homes
arrests-chart-text = Shares in per cent, each of its own whole. Danish Cardiac Arrest Registry
arrests-chart-home = Happen in private homes
arrests-chart-survival = Survive ({ $year })
arrests-chart-good = Survivors with a good life
arrests-chart-alt = Bar chart of three shares: { $home } of cardiac arrests happen in private homes, { $survival } survived in { $year }, and { $good } of survivors have a good life.

# Appendix
appendix-heading = Appendix
appendix-text =
    All { $count } municipalities · Basis of the figures · Data quality · Resuscitation and opting out · Sources and methods

    All figures are also in the file indicators.csv.
all-heading = All { $count } municipalities
all-finding = Active volunteer responders in the country’s { $count } municipalities
all-under = Number { $date }, per 100,000 inhabitants { $population-day } and 95% interval. In alphabetical order
all-caption = Active volunteer responders in all municipalities from { $first } to { $last }
basis-heading = Basis of the figures
basis-finding = Every figure can be traced back to its source
basis-under = The national figures with numerator, denominator, date and basis. Regions and municipalities are given likewise in indicators.csv
basis-caption = The national figures with numerator, denominator, date and basis
basis-column-name = Figure
basis-column-value = Value
basis-column-numerator = Numerator
basis-column-denominator = Denominator
basis-column-date = Date or period
basis-column-basis = Basis
basis-column-source = Source
basis-sources = Sources: { $list }.
basis-counts = calculated from counts
basis-published = as published
basis-derived = range from rounded figures
quality-heading = Data quality
quality-finding = { $count ->
    [0] The check found nothing unusual in the delivery
    [1] The check found one thing to look at
   *[other] The check found { $word } things to look at
    }
quality-under = { $unanswered ->
    [0] The delivery obeys all rules for the figures
    [1] The delivery obeys all rules for the figures. One remark has not yet been answered
   *[other] The delivery obeys all rules for the figures. { $word } remarks have not yet been answered
    }
quality-none = There are no remarks.
quality-findings-title = Remarks on the delivery
quality-corrections-title = Corrected cells
quality-accepted-title = Figures that are not shown but can be worked out
quality-no-corrections = No cells have been corrected against the source.
quality-rules =
    __Rules that stop the report.__ All 98 municipalities must be in the delivery, each once and under its own name. The figures of the municipalities must give the publisher’s totals for regions and country. Counts must be whole numbers and shares lie between 0 and 100. No part may be larger than its whole. The date of the count must fit the quarter, and the population must be complete and agree with Statistics Denmark’s own totals.

    Withheld figures must not be in the delivery, and simulated figures must not lie together with real ones.
quality-oddities =
    __Remarks that a person looks at.__ A municipality whose number has changed far more than others’. A rate far from those of the neighbouring municipalities. Figures that the previous quarter had and this one lacks. Figures for the year to date that fall. A share that rises although the number falls. More alarms accepted by two than by one. A figure that is still withheld after its end date. A figure that is not shown but can be worked out from those that are. A population other than the latest.

    An answer is what the person responsible for the delivery has written about the remark.
missing-title = Figures that other schemes publish and that are not yet collected here
missing-column-name = Figure
missing-column-definition = How it is defined
missing-column-source = Source
missing-column-state = Here
missing-state = not collected
missing-activated-name = Activation for cardiac arrest
missing-activated-definition = Share of the cardiac arrests for which the scheme could be used where volunteer responders were sent
missing-activated-source = Andelius et al. 2020, JACC 76:43
missing-response-name = Response time, median and 90th percentile
missing-response-definition = Time from the alarm until the first volunteer responder is on scene; median and 90th percentile of all alarms taken together
missing-response-source = Resuscitation 2022, PMID 36162614
missing-coverage-name = Coverage within 500 metres
missing-coverage-definition = Share of cardiac arrests with at least four volunteer responders and an AED within 500 metres
missing-coverage-source = University of Copenhagen, researchprofiles.ku.dk
missing-first-name = First on scene, measured
missing-first-definition = Share of confirmed cardiac arrests where a volunteer responder was there before the ambulance, measured and not self-reported
missing-first-source = Andelius et al. 2020, JACC 76:43
quality-delivery = The delivery
quality-unanswered = Not answered
quality-empty = empty
quality-of = { $part } of { $whole }
quality-hidden = This is about a figure that is not published.
quality-withheld = withheld
quality-row = { $file }, row { $row }
quality-column-area = Area
quality-column-finding = Remark
quality-column-place = Place
quality-column-answer = Answer
quality-column-column = Figure
quality-column-old = Before
quality-column-new = Corrected to
quality-column-reason = Reason
quality-column-by = Corrected by
quality-against-neighbours = the median of the neighbouring municipalities
quality-against-region = the median of the region
quality-changed = { $column }: { $found } against { $compared } in { $against }. Had it followed the country, the number would be about { $expected }.
quality-fewer = { $column } is missing. In { $against } the number was { $compared }.
quality-neighbours = { $found } active per 100,000 inhabitants; { $against } is { $compared }.
quality-share-up = The share has risen although the number has fallen ({ $column }): { $found } against { $compared } in { $against }.
quality-two-above-one = At least two acceptances in { $found } per cent, but at least one in only { $compared } per cent.
quality-fell = { $column } in the year to date has fallen: { $found } against { $compared } in { $against }.
quality-withheld-expired = Figures withheld until { $compared }, but counted as at { $found }.
quality-population = The population for { $found } has been chosen; the latest published on { $against } was { $compared }.
quality-carried-over = The note has been carried over from an earlier delivery and not confirmed.
quality-leak = { $column } is not shown, but the figures shown only leave room for { $found } to { $compared }.
quality-leak-exact = { $column } is not shown, but the figures shown give { $found }.
quality-answer = The answer to { $found } belongs to no remark.
method-heading = Sources and methods
method-finding = Sources, definitions and methods
method-text-left =
    __Active volunteer responders.__ The numbers of the municipalities are delivered and added up to areas, regions and the country. The totals must agree; otherwise the report is not made.

    __Population.__ Statistics Denmark, FOLK1A, { $population-quarter } (1st day of the quarter, { $population-day }). A quarter counts as published 45 days after its first day. The share of adults uses { $adult-quarter }, the nearest quarter with a known age distribution. The population figures are published under CC BY 4.0.

    __Geography.__ Municipalities and regions as they were divided on { $date }. The areas within the regions follow TrygFonden’s report and are not Statistics Denmark’s provinces (landsdele).

    __Rounding.__ All calculations use unrounded figures. Figures shown are rounded half up. The number in the headline is in whole hundreds. The colours of the map follow the rounded figure shown.

    __Uncertainty.__ Rates have 95% limits from the Poisson distribution: exact below ten people, Byar’s approximation from ten. Shares whose numerator and denominator are known have Wilson’s limits. The limits cover random variation, not errors in the register.

    __Comparison.__ The municipalities are compared with the country in a funnel that adds the spread between municipalities to chance (Spiegelhalter 2005). Ranks are simulated intervals, and the ratio of two regions has exact limits.
method-text-right =
    __Activations.__ Counted from { $period-start } to { $date }, after deduction of cancelled alarms. Converted to a year of 365 days. { $gross }

    __Acceptance.__ Shares that are only known in rounded form are given as published. They have not been turned back into counts.

    __Withheld.__ { $withheld }

    __Known breaks.__ { $notes } Registered and active volunteer responders are two different counts and are never put in the same series.

    __Cardiac arrest.__ Figures from the Danish Cardiac Arrest Registry are given as TrygFonden shows them in the same report.

    __Files.__ All figures with numerator, denominator, date, source and basis are in indicators.csv, whose notes are in Danish; manifest.json holds checksums of data and report.

    __Production.__ The report is made with open code: notebooks run by Papermill, figures calculated in Polars, charts drawn with Altair. Text that a delivery wrote in Danish is shown in Danish where it has not been delivered in English.
method-gross-range = The number before deduction is a range, because the share of cancelled alarms is only known in rounded form.
method-gross-counted = The number before deduction has been counted.
method-gross-unknown = The number before deduction is not reported.
withheld-none = No figures are withheld in this quarter.
withheld-some = { $reason } ({ $areas }, until { $until } inclusive.)
notes-none = No known breaks in this quarter.

# Names of the indicators

# Released versions
release-edition-first = Version { $version }, released { $date }
release-edition-revision = Version { $version }, revised { $date }
release-edition-correction = Version { $version }, corrected { $date }
release-reason = Reason: { $reason }
release-as-of = Counted { $date }.
release-version = { $quarter }, version { $version }
release-revisions-heading = Revisions
release-revisions-finding = { $count ->
    [0] No number shown has changed since version { $version }
    [1] One number shown has changed since version { $version }
   *[other] { $word } numbers shown have changed since version { $version }
    }
release-revisions-caption = Numbers that changed since the previous version
release-revisions-others = { $count ->
    [0] No other numbers have changed. All changes are also in the file data/revisions.csv.
    [1] One more number has changed without being visible after rounding. All changes are in the file data/revisions.csv.
   *[other] { $shown } more numbers have changed without being shown here: they are the same after rounding, are in files only or belong to earlier quarters. All changes are in the file data/revisions.csv.
    }
release-column-area = Area
release-column-number = Number
release-column-old = Before
release-column-new = Now
release-column-difference = Difference
release-edition-short = Version { $version }
release-version-number = version { $version }
release-cite = Cite the report as
release-citation = { $maker } ({ $year }). { $title }. { $subtitle }. { $edition }.
release-dataset = Figures for { $title }
release-mark = A small r at a number means that it has changed since version { $version }. The page Revisions shows before and now.
release-status-withheld = withheld
release-status-suppressed = suppressed
release-status-missing = not shown
release-status-absent = not there
release-yes = yes
release-no = no
release-sheet-cover = Cover
release-sheet-contents = Contents
release-sheet-contents-title = Contents: sheets in this file
release-sheet-notes = Notes
release-sheet-notes-title = Notes: how to read numbers and codes
release-sheet-sheet = Sheet
release-sheet-content = Content
release-sheet-note = Note
release-sheet-explanation = Explanation
release-sheet-one-table = This sheet contains one table.
release-sheet-codes = A code in square brackets stands where there is no number. The sheet Notes explains the codes.
release-sheet-dates = Responders and AEDs were counted { $date }. Activations cover { $period }.
release-sheet-sources = Sources: { $source }; Statistics Denmark, FOLK1A, population { $day }.
release-sheet-see = The same numbers are in indicators.csv and indicators.parquet, unrounded. The file datapackage.json describes each column in Danish and English.
release-note-active = Active volunteer responders
release-note-active-text = Volunteers whom the system can find from a recent position, counted in a register on the day of the count. Those who are signed up but cannot be found are not included.
release-note-rate = Per 100,000 inhabitants
release-note-rate-text = Count divided by inhabitants of all ages, times 100,000. The population is the newest that Statistics Denmark had published on the day of the count. Christiansø is counted with Bornholm.
release-note-limits = Lower and upper limit
release-note-limits-text = 95% limits that say how much the number could vary by chance alone. Where the basis is a range of a rounded number, they are the ends of the range.
release-note-activations = Activations
release-note-activations-text = Alarms of suspected cardiac arrest outside hospital, after cancelled alarms have been taken off.
release-note-rank = Rank
release-note-rank-text = The range of ranks among all municipalities that the number may reach when chance is considered. Rank 1 has the highest rate. Municipalities are in alphabetical order.
release-note-smoothed = Numbers in files only
release-note-smoothed-text = Indicators whose name ends in smoothed, deviation, dispersion or between are intermediate results. The column Note explains them.
release-note-c = [c]
release-note-c-text = Confidential: the number is withheld, or suppressed because it is too small. The column Status on the last sheet says which.
release-note-x = [x]
release-note-x-text = Not available: the number is not known.
release-note-z = [z]
release-note-z-text = Not applicable: the row has no number of that kind.
release-note-basis = Basis
release-note-basis-text = Computed from counts, taken over as published because the counts are not known, or a range that a rounded number allows.
release-table-country = Table_1_Country
release-table-country-title = Table 1: The country's numbers with numerator, denominator and basis, { $quarter }, as of { $date }
release-table-regions = Table_2_Regions
release-table-regions-title = Table 2: Active responders and activations in the regions, { $quarter }, as of { $date }
release-table-areas = Table_3_Areas
release-table-areas-title = Table 3: Active responders in areas within the regions, { $quarter }, as of { $date }
release-table-municipalities = Table_4_Municipalities
release-table-municipalities-title = Table 4: Active responders in the municipalities, { $quarter }, as of { $date }
release-table-revisions = Table_5_Revisions
release-table-revisions-title = Table 5: Numbers shown that changed since the previous version, { $quarter }, as of { $date }
release-table-everything = Table_6_All_numbers
release-table-everything-title = Table 6: All numbers, a row per quarter, level, area and indicator, up to { $quarter }, as of { $date }
release-head-number = Number
release-head-value = Value
release-head-lower = Lower limit
release-head-upper = Upper limit
release-head-numerator = Numerator
release-head-denominator = Denominator
release-head-unit = Unit
release-head-period = Date or period
release-head-basis = Basis
release-head-source = Source
release-head-active = Active volunteer responders
release-head-rate = Active per 100,000 inhabitants
release-head-rate-lower = Lower 95% limit per 100,000
release-head-rate-upper = Upper 95% limit per 100,000
release-head-share = Share of the country's active (%)
release-head-activations = Activations, without cancelled
release-head-activations-rate = Activations per 100,000 a year
release-head-by-one = At least one acceptance (%)
release-head-by-two = At least two acceptances (%)
release-head-region-code = Region code
release-head-region = Region
release-head-report-area = Area
release-head-municipality-code = Municipality code
release-head-municipality = Municipality
release-head-population = Inhabitants
release-head-rank-lower = Rank, from
release-head-rank-upper = Rank, to
release-head-area = Area
release-head-old = Before
release-head-new = Now
release-head-difference = Difference
release-unit-persons = persons
release-unit-alarms = alarms
release-unit-aeds = AEDs
release-unit-percent = per cent
release-unit-per_100000 = per 100,000 inhabitants
release-unit-per_100000_per_year = per 100,000 inhabitants a year
release-unit-per_1000 = per 1,000
release-unit-per_day = per day
release-unit-count_per_day = count per day
release-unit-count_per_year = count per year
release-unit-count = count
release-unit-ratio = ratio
release-unit-minutes = minutes
release-unit-municipalities = municipalities
release-archive = Released status reports
release-newest = Newest version
release-older = Superseded: version { $version }
release-frozen = A released version never changes. Corrections and better figures are released as a new version with a reason, and older ones stay.
release-check = The checksums show whether a file is as it was released: [sha256sum -c checksums.txt] for this page and all manifests, [statusrapport verify 2025Q2] for a whole version.
release-checksum = SHA-256 of the manifest:
release-checksums = Checksums
release-feed = Atom feed
release-latest = Newest report
release-file-report-html = Report (HTML)
release-file-report-pdf = Report (PDF)
release-file-data-indicators-xlsx = Spreadsheet (XLSX)
release-file-data-indicators-ods = Spreadsheet (ODS)
release-file-data-indicators-csv = Numbers (CSV)
release-file-data-indicators-parquet = Numbers (Parquet)
release-file-data-revisions-csv = Changed numbers (CSV)
release-file-data-datapackage-json = Description of data (JSON)
release-file-manifest-json = Manifest (JSON)

# Columns of the delivery
file-column-active_runners = Active volunteer responders
file-column-activations = Activations
file-column-cancelled = Cancelled
file-column-cancelled_percent = Cancelled (per cent)
file-column-accepted_by_one = At least one acceptance
file-column-accepted_by_one_percent = At least one acceptance (per cent)
file-column-accepted_by_two = At least two acceptances
file-column-accepted_by_two_percent = At least two acceptances (per cent)
file-column-aed_registered = Registered AEDs
file-column-aed_24_7 = AEDs available around the clock
file-column-aed_open_hours = Open hours per week
file-column-note = Note
