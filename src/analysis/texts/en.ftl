### The report's words in English. Numbers arrive shaped as text. British spelling, the style of official statistics.
### Terms: active volunteer responders (aktive hjerteløbere), activations, AEDs (hjertestartere), out-of-hospital cardiac
### arrest (OHCA), region, municipality. Names of places, registers and laws stay Danish, glossed where that helps.

# Front page and running text
title = Volunteer responders in Denmark
subtitle = Status report for { $quarter }
quarter-name = Q{ $number } { $year }
date-line = As at { $date }: the country, { $regions } regions and { $municipalities } municipalities
independent = Independent recalculation of published figures. The report is not issued by TrygFonden.
independent-simulated = Practice report with made-up figures. It is not issued by TrygFonden.
footer-independent = Independent recalculation, not issued by TrygFonden.
published-by = Issued by { $publisher }.
footer = Volunteer responders as at { $date }, population { $population-day }. Sources: { $source }; { $population-source }. { $maker }
edition-draft = Draft
draft-mark = DRAFT · not released
watermark = SIMULATED
set-with = Typeset with
cover-report = Whole report (PDF)
cover-numbers = All figures (CSV)
cover-excel = All figures (CSV for a Danish Excel)
cover-spreadsheet = All figures (spreadsheet)
skip-link = Skip to the content
keywords = volunteer responders, cardiac arrest, AEDs, Denmark
country = Denmark
list-and = and
list-or = or
population-source = Statistics Denmark, FOLK1A
simulated-figure = Simulated
population-source-simulated = simulated population
days-counted = { $days ->
    [1] 1 day
   *[other] { $days } days
    }
description = Active volunteer responders, activations and AEDs in Denmark, its regions and municipalities, as at { $date }.
description-apart = Active volunteer responders as at { $date }, activations, and AEDs as at { $aeds }, in Denmark, its regions and municipalities.
country-reference = { $country } { $rate }
# Numbers that are not reported
not-known = not reported
not-shown = withheld
at-least = at least { $count }
rates-not-known = The municipal rates are not reported
not-known-because = { $name }: the number is not reported. { $reason }
noted-because = { $name }: { $reason }
withheld-because = { $name }: the number is withheld. { $reason }
partly-known-note = † The rate is that of the municipalities whose number is reported, and their population.
own-total-note = ‡ The source’s own total.
key-active-own-total = the source’s own total, as at { $date }

# What to know first
important-heading = What to know first
important-finding = How to read the figures
important-text =
    __An active volunteer responder__ (Danish: hjerteløber) is a volunteer whom the system can locate from a recently updated position and who can therefore receive an alert. The source does not state how recent the position has to be. The count is taken from a register on a single day. Registered volunteers whom the system cannot locate are not included.

    __The dates__ are not the same for all figures. { $stocks }, while activations cover { $period }, { days-counted } in all. { $early }

    __Rates__ are per 100,000 inhabitants of all ages and are not adjusted for age. The population is for { $population-quarter } ({ $population-source }), the latest published on the day of the count. Christiansø belongs to no municipality and is counted with Bornholm.

    __Activations__ are alerts for suspected out-of-hospital cardiac arrest (OHCA), after cancelled alerts have been deducted. { $cancelled } { $acceptance }

    __Uncertainty__ is shown as a horizontal line through the dot (95% confidence interval) where it has been computed. It shows how much the figure can vary by chance and is longest in small municipalities. Municipalities are in Danish alphabetical order (Æ, Ø and Å come last), and a rank is always shown with its interval.
important-before-end = The count was made before the last day of the quarter, { $end }.
important-stocks = Active volunteer responders and defibrillators (AEDs) are counted as at { $date }
important-stocks-apart = Active volunteer responders are counted as at { $date } and defibrillators (AEDs) as at { $aeds }
important-cancelled = Nationally, { $share } of alerts were cancelled, for example because death turned out to have occurred earlier. { $reasons }
important-reasons-unknown = The source does not report how often each reason occurred.
important-reasons-counted = How often each reason was recorded is shown on the page on cancelled alerts.
important-cancelled-unknown = How many there were is not shown for this quarter.
important-not-known-title = Not all numbers are reported
important-not-known = { $n ->
    [1] The number of active volunteer responders is missing for one of the { $count } municipalities.
   *[other] The number of active volunteer responders is missing for { $missing } of the { $count } municipalities.
    } No number is estimated. A total of an area, a region or the country that they belong to is shown only if the source itself reports it; otherwise it says ‘at least’ and the sum of the others. Rates are otherwise those of the municipalities whose number is reported, and their population{ $whole ->
    [partly] , the national rate too.
   *[known] . The national rate is computed from the source’s own total and the whole population.
    }
contents = Contents
who-address = Address: { $address }.
who-contact = Contact: { $contact }.
commentary-heading = Commentary
commentary-finding = A commentary on the quarter
commentary-by = { $author }, { $date }
commentary-about-title = About the commentary
commentary-about = The text was written by { $author } and not computed by the report. The report’s own figures are on the other pages and in the file indicators.csv.
commentary-untranslated = The commentary has not been translated. It stands here in Danish.
who-heading = Who is behind the report
who-text =
    { $statement } Sources: { $source }; { $population-source }. { $origin } Rates, shares and comparisons have been recalculated unless marked ‘as published’.
who-origin =
    TrygFonden’s status report is compiled by doctors who do research on the scheme, and published after each quarter on hjertestarter.dk. As a rule its figures are from the last day of the quarter, in some cases supplemented with further data.

# The figures behind the charts
frame-empty = No rows.
frame-yes = yes
frame-no = no
numbers-unfold = Show the figures as a table
numbers-fetch = Download the figures (CSV)
numbers-lower = lower limit
numbers-upper = upper limit
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
find-where = Municipality code { $code } · { $region } · as at { $date }
find-change = Since { $since } the number has gone from { $before } to { $now }.
find-unchanged = The number is the same as on { $since }.
find-reach = { $day } of residents have an open AED within { $near } in a straight line by day, { $night } at night.
find-near-runners = { $day } also have four active responders within { $near } by day, { $night } at night.
find-none = No municipality is called ‘{ $query }’.
find-suggestion = Did you mean:
find-several = Several municipalities match ‘{ $query }’:
find-empty = Type the name or code of a municipality.
find-chosen = { $name } selected.
find-clear = Clear the choice
find-row = Show in the table of all municipalities
find-show = Show the municipality
find-bar = { $count } active, { $rate } per 100,000
find-bar-label = Chosen municipality
find-region = ‘{ $name }’ is a region.
find-to-region = Go to the page on { $name }
find-axis = Dots and bars: active volunteer responders per 100,000 inhabitants with 95% interval. Neighbouring municipalities at the bottom.
find-copy = Copy a sentence to quote
find-copied = The sentence has been copied.
find-share = Share
find-print = Print the card
find-sheets = A sheet for every municipality
find-sheet-pdf = The municipality’s sheet (PDF)
find-sheet-html = The municipality’s sheet (HTML)
find-figure = Download the figure
find-embed = Embed in a web page
find-embed-help = Download the figure as SVG, put { $file } beside your page, and insert these lines:
find-embed-copy = Copy the lines
find-embed-copied = The lines have been copied.
find-caption = { $name } compared with the region, the country and the neighbouring municipalities
find-chart = { $title }. Use the arrow keys to move from figure to figure.
find-choose = Press Enter to choose the municipality.
find-sorted-low = Sorted by { $column }, lowest first.
find-sorted-high = Sorted by { $column }, highest first.
find-sorted-first = Sorted by { $column } from A to Å.
find-sorted-last = Sorted by { $column } from Å to A.
find-ungrouped = Municipalities are sorted together; area subtotals are hidden.
find-unsorted = The original order has been restored.

# The whole country
national-heading = The whole country
national-finding = Denmark has { $rounded } active volunteer responders
national-under = That is { $rate } per 100,000 inhabitants, as at { $date }
national-finding-least = Denmark has at least { $rounded } active volunteer responders
national-under-known = In the { $known } of { $count } municipalities whose number is included there are { $rate } per 100,000 inhabitants, as at { $date }
national-finding-unknown = The number of active volunteer responders is not reported
national-under-unknown = As at { $date }
national-map-alt-unknown = Map with a tile for each of the country’s { $count } municipalities. No municipality’s rate is reported.
national-map-title = Municipal rates range from { $low } to { $high } per 100,000 inhabitants
national-map-text = Active volunteer responders per 100,000 inhabitants, { $date }. Each tile is a municipality, all of equal size
national-map-alt = Map with one tile for each of the country’s { $count } municipalities. The country has { $rate } active volunteer responders per 100,000 inhabitants; the municipalities range from { $low } ({ $low-name }) to { $high } ({ $high-name }).
national-shapes-alt = Map of Denmark with the country’s { $count } municipalities in their real shapes, in the colours of the tiles. They range from { $low } ({ $low-name }) to { $high } ({ $high-name }) active volunteer responders per 100,000 inhabitants.
national-shapes-alt-unknown = Map of Denmark with the country’s { $count } municipalities in their real shapes. No municipality’s rate is reported.
national-map-noted = There is a note on { $names } on the page of the region.
national-dots-title = { $n ->
    [1] { $above } of { $regions } regions is above the national rate
   *[other] { $above } of { $regions } regions are above the national rate
    }
national-dots-title-neutral = The regions’ rates
national-dots-text = Active per 100,000 inhabitants. Line: Denmark
national-dots-alt = Dot plot of active volunteer responders per 100,000 inhabitants by region compared with the national rate of { $rate }: { $list }.
key-active = active volunteer responders
key-active-detail = as at { $date }
key-rate = active per 100,000 inhabitants
key-rate-national-detail = { $population } inhabitants
key-rate-detail = { $country }: { $rate }
key-share-detail = { $share } of the country’s { $total }
key-activations = activations
key-activations-detail = { $period }, excluding cancelled alerts
key-accepted = accepted by at least one responder
key-accepted-rounded-detail = rounded; by at least two: { $share }
key-accepted-detail = by at least two: { $share }
map-shapes-source = Municipal boundaries: { $origin }
map-shapes-simplified = Municipal boundaries: { $origin }, simplified to a grid of { $grid } m
map-shapes-file = file { $name }
map-class-under = below { $edge }
map-class-between = { $low } to { $high }
map-class-over = { $edge } and above

# Developments
trend-heading = Developments
trend-finding-up = There are { $percent } more active volunteer responders than on { $since }
trend-finding-down = There are { $percent } fewer active volunteer responders than on { $since }
trend-finding-up-broken = { $percent } more active volunteer responders were counted than on { $since }
trend-finding-down-broken = { $percent } fewer active volunteer responders were counted than on { $since }
trend-finding-same = The number of active volunteer responders is the same as on { $since }
trend-less-than = less than { $percent }
trend-finding-unknown = The number cannot be compared with an earlier quarter
trend-under = From { $before } to { $now } active volunteer responders, as at { $date }
trend-under-broken = From { $before } to { $now } active volunteer responders, as at { $date }. In part of the country the way of counting changed in between
trend-under-unknown = Figures for the previous quarter and for the same quarter of the previous year are missing in whole or in part, or the way of counting changed in between
trend-under-not-all-known = The number of active volunteer responders is not reported for all municipalities
trend-comparable = { $percent } (of the municipalities that can be compared)
trend-runners-title = Active volunteer responders in the whole country
trend-runners-text = Number on each count date. The line is broken where a figure is missing or the way of counting changed for the whole country
trend-runners-alt = Line chart of active volunteer responders in Denmark at { $count } counts: { $first } on { $first-date } and { $last } on { $last-date }. The lowest number is { $low }, the highest { $high }.
trend-activity-title = Activations per day in each quarter
trend-activity-title-between = Activations per day from one count to the next
trend-activity-text = Activations per day, excluding cancelled alerts. Line: 95% interval
trend-activity-text-between = Per day, excluding cancelled alerts. Q1 counts from the start of the year, the others from the previous count. Line: 95% interval
trend-activity-alt = { $n ->
    [1] Dot for activations per day at { $count } count. The latest figure is { $last } per day (95% interval { $range }).
   *[other] Dots for activations per day at { $count } counts. The latest figure is { $last } per day (95% interval { $range }).
    }
trend-geography = All quarters are shown with the municipalities and regions that applied on { $date }.
trend-geography-united = Earlier quarters’ figures for { $region } are the sum of { $parts }.
trend-note-stock = Two counts of active volunteer responders consist largely of the same people. The change is therefore shown as it is, without an interval.
trend-note-rate = Each rate is calculated with the population at the time of its own count. A change may therefore also be due to the population.
trend-note-break = The change for { $areas } spans a break in one of the areas added up, so it does not only show whether there are more or fewer active responders. { $reason }
trend-note-no-activity = Activations per day are not shown for { $quarters }. { $reason }
trend-activity-no-count = They are the difference from the count of the previous quarter, and there is no count for that quarter.
trend-activity-not-known = The number of activations is not reported.
trend-note-days = No count of activations covers the days { $periods }.
trend-dash = –: { $areas }. { $reason }
trend-dash-unknown = The earlier figure is not reported for the area.
trend-note-sources = Sources of this page: { $sources }.
trend-note-published = Hollow dot: { $value } according to { $source }, { $date }. The figure is not used in any calculation.
tick-quarter = Q{ $number }
quarter-abbreviated = Q{ $number } { $year }
column-quarter = Quarter
column-period = Period
key-change-quarter = since the previous quarter
key-change-year = in one year
key-change-detail = { $percent } since { $date }
key-own-activations = activations in the quarter
key-own-activations-since = activations since the previous count
key-own-activations-start = activations since the start of the year
key-own-activations-detail = { $period } ({ days-counted }), { $day } per day
key-change-aeds = registered AEDs
trend-regions-heading = Developments in the regions
trend-regions-finding = Developments in the regions compared with the whole country
trend-regions-under = Active volunteer responders per 100,000 inhabitants. Red line: the region. Grey line: Denmark. The same axis in all panels
trend-regions-caption = Change in active volunteer responders in the regions and the whole country
trend-panel-alt-one = One point for { $region }: { $rate } active volunteer responders per 100,000 inhabitants in the only quarter for which the number is reported. Denmark has { $country }.
trend-panel-alt = Line chart for { $region }: from { $first } to { $last } active volunteer responders per 100,000 inhabitants. Denmark has { $country }.
column-change-quarter = Since previous quarter
column-change-year = In one year
column-percent = %
column-rate-change = Per 100,000
column-before = Before
column-now = Now
column-usual = Usual (%)
column-spark = Trend
spark-words = from { $first } per 100,000 inhabitants on { $date } to { $last }
spark-words-broken = from { $first } per 100,000 inhabitants on { $date } to { $last }; the line is broken on the way
trend-municipalities-heading = Developments in the municipalities
trend-municipalities-finding-both = { $above } above the change of all those compared and { $below-number } below it
trend-municipalities-finding-above = { $above } above the change of all those compared, none below it
trend-municipalities-finding-below = { $below } below the change of all those compared, none above it
trend-municipalities-finding-none = No municipality’s change can be distinguished from that of all those compared
trend-municipalities-count = { $count ->
    [0] No municipalities
    [1] One municipality
   *[other] { $word } municipalities
    }
trend-municipalities-under = Change in active volunteer responders relative to the overall change of { $percent } and to municipalities of the same size
trend-municipalities-title = Change in the municipalities by size
trend-municipalities-text = Vertical: change since { $since }. Horizontal: number of active then. Black line: those compared
trend-municipalities-alt = Scatter plot of the change in active volunteer responders in { $count } municipalities compared with the overall change of { $percent }. Above the usual: { $above }. Below: { $below }.
legend-change-above = above the usual
legend-change-same = within the usual, or outside it and possibly by chance
legend-change-below = below the usual
legend-change-range = usual variation for 95% of municipalities of that size
trend-many = { $outside-count ->
    [1] { $outside } of the { $count } municipalities judged at once lies
   *[other] { $outside } of the { $count } municipalities judged at once lie
    } outside the usual variation; about { $expected } would do so even if none stood out.
trend-many-found = Only those whose difference remains when allowance is made for the many comparisons have a colour and a name.
trend-many-none = None is highlighted: when allowance is made for the many comparisons (Benjamini and Hochberg), any deviation may be due to chance.
trend-list-above = Furthest above those compared, allowing for size
trend-list-below = Furthest below those compared, allowing for size
trend-list-note = Usual: the change of the municipalities compared as a whole, plus and minus the spread that municipalities of the same size have among themselves. The selection follows the deviation relative to that spread, not the percentage.
trend-list-marked = * The difference remains when allowance is made for the many comparisons (Benjamini and Hochberg: at most 5% of those marked are expected to be due to chance).
trend-list-order = Municipalities are in alphabetical order.
trend-list-left-out = Cannot be compared: { $names }. { $reasons }
aed-history-heading = AEDs in earlier years
aed-history-finding = Published figures for registered AEDs since { $year }
aed-history-under = Figures from different sources; they do not form one series
aed-history-title = Registered AEDs
aed-history-text = Hollow dots: previously published figures. Filled dots: the report’s own counts
aed-history-alt = Dots for registered AEDs: { $count } previously published figures from { $first } in { $year } to { $last } as at { $date }.
aed-history-note = The figures come from different sources and have not necessarily been counted in the same way. They are therefore not joined by a line and are not used in calculations. The full addresses of the sources are in indicators.csv.
aed-history-gap = A line joins the report’s own counts. It is interrupted where a quarter’s number is missing or the series has a break.
aed-history-dash = –: the source does not say how many were available around the clock.
aed-history-caption = Previously published numbers of registered AEDs
column-date = Date
column-registered = Registered
column-around-clock = Always available
column-source = Source

control-heading = Usual and unusual variation
control-finding = { $count ->
    [0] No counts lie outside the usual variation
    [1] One count lies outside the usual variation
   *[other] { $word } counts lie outside the usual variation
    }
control-under = The whole country, each count by itself: the days since the one before, in Q1 since the start of the year
control-title-activationsquarterperday = Activations per day
control-text-activationsquarterperday = Excluding cancelled alerts. The mean of the { $count } counts is { $middle }. Grey band: usual variation
control-title-acceptedbyonequarter = Activations accepted by at least one volunteer responder
control-text-acceptedbyonequarter = Percentage of the count’s activations. The mean of the { $count } counts is { $middle }. Grey band: usual variation
control-alt = Control chart with { $count } counts around the mean { $middle }. The limits are { $range }. Number outside them: { $outside }.
control-note = The band is three standard deviations on either side, scaled by how much one count usually differs from the next (Laney’s control chart). A count outside the band may be a sign that something has changed, but does not show what. The chart is shown when there are at least eight counts.

# The municipalities compared
funnel-heading = The municipalities compared
funnel-finding = { $outside-count ->
    [1] { $outside } of { $count } municipalities lies outside the 95% limits
   *[other] { $outside } of { $count } municipalities lie outside the 95% limits
    }
funnel-under = { $above } above and { $below } below. About { $expected } would lie outside even if none stood out
funnel-far = Outside the 99.8% limits: { $names }; on average { $expected } would lie there even if none stood out.
funnel-far-none = No municipality lies outside the 99.8% limits.
funnel-title = Active volunteer responders per 100,000 inhabitants by size of municipality
funnel-text = Horizontal: inhabitants (logarithmic scale). Dashed: chance alone (95%). Named: municipalities outside and large cities
funnel-text-phone = On a narrow screen only the highest and the lowest rate and the large cities are named
funnel-legend-above = above the 95% limits
funnel-legend-below = below the 95% limits
funnel-legend-same = within the 95% limits
funnel-legend-95 = 95% limits
funnel-legend-998 = 99.8% limits
funnel-alt = Funnel plot of { $count } municipalities, { $outside } of them outside the 95% limits. { $above } lie above and { $below } below. Lowest and highest: { $furthest } per 100,000 inhabitants.
funnel-list-above = Above the limits
funnel-list-below = Below the limits
column-rank = Rank
funnel-note = { $furthest } The funnel is widest to the left because the figures of small municipalities vary most. Municipalities also differ for other reasons; without allowing for that, { $outside } of { $count } would lie outside the 99.8% limits. The spread between municipalities ({ $between } per 100,000) is therefore included (funnel plot, Spiegelhalter 2005). It is estimated with the outermost tenths pulled in, so more than 5% lie outside the 95% limits even when none stands out. The regions’ pages use the municipality’s own interval alone: { $above } lie above the national rate, { $below } below. Rank 1 has the highest rate; the interval shows the ranks compatible with chance variation. Names are in alphabetical order.

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
region-finding-same = { $region }’s { $rate } per 100,000 cannot be told apart from the national rate
region-finding-partly = { $region } has { $rate } active per 100,000 where the number is reported
region-finding-unknown = The number of active responders in { $region } is not reported
region-not-known-title = Not all of the region’s numbers are reported
region-table-title = { $n ->
    [0] The 95% interval is above the national rate in none of { $total } municipalities
   *[other] The 95% interval is above the national rate in { $above } of { $total } municipalities
    }, { $n-below ->
    [0] below in none
   *[other] below in { $below }
    }
region-table-title-known = { $n ->
    [0] The 95% interval is above the national rate in none of { $total } reported municipalities
   *[other] The 95% interval is above the national rate in { $above } of { $total } reported municipalities
    }, { $n-below ->
    [0] below in none
   *[other] below in { $below }
    }
region-table-title-unknown = The municipalities’ numbers are not reported
region-table-text = Active responders, { $date }. Coloured: the whole 95% interval lies above or below
region-areas-title = How the active volunteer responders are distributed in the region
region-areas-text = Active volunteer responders by area, { $date }. Line: 95% interval
region-table-caption = Active volunteer responders in { $region }, number and per 100,000 inhabitants, { $date }
region-continued-heading = { $region } by municipality
region-map-title = Municipal rates range from { $low } to { $high }
region-map-text = Active per 100,000 inhabitants. Each tile is a municipality
region-map-alt = Map of { $region } with one tile per municipality. The region has { $rate } active volunteer responders per 100,000 inhabitants; the municipalities range from { $low } ({ $low-name }) to { $high } ({ $high-name }).
region-map-alt-unknown = Map of { $region } with a tile for each municipality. No municipality’s rate is reported.
region-map-note = The position of the tiles is approximate.
region-map-note-others = { $unknown ->
    [no] Grey tiles are municipalities in other regions.
   *[yes] Light grey tiles are municipalities in other regions, darker grey ones municipalities whose number is not shown.
    }
region-two-comparisons = In the table the colour follows the area’s own 95% interval. Nationwide, the whole interval is above the national rate in { $above } of { $count } municipalities and below it in { $below }. The page ‘{ $page }’ also allows for the spread between municipalities. There, { $outside } lie outside the limits.
region-corrected-note = \* The figure has been corrected against the source. See the section Data quality.
region-small-note = One responder more or fewer changes the rate per 100,000 by { $list }.
region-small-item = { $step } in { $name }
region-withheld-title = Some of the region’s figures are not shown
region-withheld-text =
    { $reason } The report is set to withhold the figures up to and including { $until }.
region-activations-missing = The number of activations is not in the data received for the region, so it is not shown either.
region-activations-derivable = It can be derived from the national figure, which includes the region’s activations, but the report calculates no rates or ratios with it.
region-activations-others = The other { $regions } regions together had { $count } activations, which corresponds to { $rate } per 100,000 inhabitants a year (95% interval { $range }). The national rate of { $country } also includes this region’s activations.
region-activations-unknown = The number of activations is not shown for the region either.
explore-own-from = own figures: { $source }
explore-own-part = Own figures are not from the report.
explore-from = { $name }: { $source }.
explore-own-ratio = { $name }: { $top } ({ $source }) per { $per } ({ $own }).
explore-own-share = { $name }: { $top } ({ $source }) as a percentage of { $per } ({ $own }).
explore-boundaries = Municipal boundaries: { $file }
explore-rounded = Shares known only in rounded form are reproduced as published; 100% may stand for slightly less.
explore-without-limits = The change is shown without an interval: it is the difference between two counts.
explore-logarithmic = { $name } (logarithmic)
explore-funnel = Horizontal: inhabitants (logarithmic scale). Dark and light band: 95% and 99.8% limits that allow for the spread between municipalities. Dashed: chance alone (95%).
explore-axes = Vertical: { $up }. Horizontal: { $across }.
explore-intervals = Lines: { $level }% intervals.
explore-ranges = Line at a figure that rests on rounded figures: what the rounding allows.
explore-line-vertical = Vertical line: { $area }, { $number }.
explore-line-horizontal = Horizontal line: { $area }, { $number }.
explore-noted = There is a note on { $areas } in the table.
explore-left-out = Without a figure, not drawn: { $areas }.
explore-left-out-many = Without a figure, not drawn: { $areas } and { $count } others.
explore-level-country = country
explore-level-region = region
explore-level-report_area = report area
explore-level-municipality = municipality
explore-map-outside = outside { $area }
explore-map-without-area = in none of the report’s areas
explore-earlier-published = Hollow points without a line: figures published earlier by other sources, not necessarily counted in the same way; they cannot be compared with the report’s.
explore-map-country = Every municipality has the figure for Denmark.
explore-map-region = Each municipality has the figure for its region.
explore-map-report_area = Each municipality has the figure for its report area.
map-limits-below = below the limits
map-limits-within = within the limits
map-limits-above = above the limits
map-change-below = stands out below the expected change
map-change-within = does not stand out
map-change-above = stands out above the expected change
map-mark-below = below
map-mark-within = –
map-mark-above = above
column-municipality = Municipality
column-area = Area
column-region = Region
column-active = Active
column-rate = Per 100,000
column-population = Population
column-interval = 95% interval
strip-words = { $range }, { $side }
legend-same = cannot be distinguished from the national rate
legend-above = above the national rate
legend-below = below the national rate

# About the scheme
about-heading = The scheme and cardiac arrest
about-text =
    { $pages }

    The figures are for the whole country unless stated otherwise.
programme-heading = The volunteer responder scheme
programme-finding = TrygFonden reports about { $gross } activations a day
programme-finding-gross = The scheme receives about { $gross } alerts a day before cancelled ones are deducted
programme-finding-net = The volunteer responder scheme has { $net } activations a day
programme-finding-unknown = How often the scheme is activated is not reported
programme-under-unknown = The report shows only what is reported and may be shown
programme-under-net = Cancelled alerts have been deducted; how many there were is not shown
programme-under = We read it as the number of alerts before cancelled ones are deducted. Without the cancelled ones there are { $net } activations a day
programme-under-gross = The number is calculated in this report. Without cancelled alerts there are { $net } activations a day
key-gross = alerts per day
key-gross-published = activations per day, as published
key-gross-published-detail = calculated as { $range } alerts, cancelled ones included
key-gross-detail = calculated as { $range }, cancelled ones included
key-net = activations per day
key-net-detail = { $count } in { days-counted }, without cancelled ones
key-runners-day = volunteer responders set out each day
key-runners-day-detail = as published, rounded
key-adults = active relative to all adults
key-adults-detail = { $adults } aged 18 and over ({ $quarter })
programme-text =
    Volunteer responders supplement the regions’ emergency medical services. When the emergency medical dispatch centre is told of a suspected cardiac arrest outside hospital, it can alert volunteers nearby, so that cardiopulmonary resuscitation and the use of an AED can begin before the professional emergency services arrive. When several volunteer responders reach the scene, some of them can look after the relatives.

    The scheme began in Region Hovedstaden in autumn { $launched } and has covered the whole country since { $nationwide }. { $trial }

    { $gross }

    The volunteer responders themselves report that at least one of them arrives before the professional emergency services in at least { $before } of activations. These are their own answers and cannot be compared with measured figures.

    { $response }
facts-given = Given for { $quarter }, not for this quarter: { $names }.
facts-arrests = all figures on cardiac arrest
programme-trial = In Region Hovedstaden a randomised trial is studying what effect it has.
programme-response = For at least half of { $alarms } alerts the first volunteer responder was on scene within { $median } minutes, for at least nine out of ten within { $late } minutes. The times are reported in whole minutes, rounded down.
programme-response-unknown = The source does not report how soon the volunteer responders arrive.
programme-gross-range = { $cancelled } of alerts were cancelled. As the share is only known in rounded form, the number before deduction is between { $low } and { $high }, which corresponds to { $day } a day. The share is taken here to be of the same period as the activations.
programme-gross-counted = { $cancelled } of alerts were cancelled. Before deduction there were { $total } alerts, which corresponds to { $day } a day.
programme-gross-neither = How many alerts there were is not reported.
programme-gross-unknown = How many alerts were cancelled is not shown. Therefore only the number after deduction is shown.
programme-chart-title = { $region } has the highest rate of activations
programme-chart-title-neutral = Activations relative to population
programme-chart-none = The regions’ activations are not reported.
programme-chart-text = Per 100,000 inhabitants a year, { $period }, excluding cancelled alerts. Line: 95% interval
programme-chart-alt = Dot plot of activations per 100,000 inhabitants a year compared with the national { $rate }: { $list }. { $missing }
programme-chart-together = The { $regions } together
programme-chart-missing = Not shown separately: { $regions }. Activations there are included in the national figure.
ratio-caption = Ratios of the regions’ activations per inhabitant, in pairs
ratio-pair = { $one } relative to { $other }
column-ratio = Activations per inhabitant
column-times = Times as many
programme-chart-note = The differences may be due, among other things, to dispatch rules and local arrangements; the report cannot tell. { $missing }
reasons-heading = Cancelled alerts
reasons-finding = { $reason } is the most frequently recorded reason: { $share } of cancelled alerts
reasons-finding-several = { $reason } are the most frequently recorded reasons: { $share } of cancelled alerts each
reasons-finding-unknown = For { $share } of cancelled alerts the reason is unknown
reasons-finding-none = Recorded reasons why alerts were cancelled
reasons-under = { $n ->
    [1] One cancelled alert in the whole country, { $period }
   *[other] { $count } cancelled alerts in the whole country, { $period }
    }
reasons-under-hidden = Cancelled alerts in the whole country, { $period }
reasons-text =
    __The reasons__ are recorded, by a fixed code list, by the people who cancelled the alerts. The report never infers a reason itself.

    __Known opt-out__ covers exceptions 3–6 of the guidance on resuscitation, which the appendix explains. The four are never shown separately.
reasons-chart-title = Why the alerts were cancelled
reasons-chart-text = The share of cancelled alerts by reason
reasons-chart-alt = Bar chart of the share of cancelled alerts by reason: { $list }.
reasons-table-caption = Reasons for cancelled alerts with number, share and 95% interval
reasons-column-reason = Reason
reasons-column-count = Number
reasons-column-share = Share
reasons-column-interval = 95% interval
reasons-not-apart = not available
reasons-note-suppressed = –: { $rule }
reasons-note-not-apart = Not available means that the reason is not recorded separately, so its alerts are counted under another reason.
reasons-note-earlier = The exceptions are those of the guidance in force from { $date }; alerts before that day were coded under the earlier one.
responders-heading = Who answers the alert?
responders-finding = On average { $alerted } responders got the alert, { $accepted } accepted and { $arrived } arrived
responders-finding-alerted = On average { $alerted } responders got the alert in each activation
responders-finding-people = { $day } of active volunteer responders have a known position by day, { $night } at night
responders-under = Activations { $period }, excluding cancelled alerts. Active responders as at { $date }. Day is 7–23, night is 23–7
responders-seconds = { $seconds } s
responders-minutes = { $minutes } min
key-responders-day = of the active have a known position by day
key-responders-day-detail = at night: { $night }
key-responders-accepted = to the first acceptance in half
key-responders-accepted-detail = in nine in ten within { $late } ({ $timed } with a time)
key-responders-arrived = to the first arrival in half
key-responders-arrived-detail = in nine in ten within { $late } ({ $timed } with a time)
key-responders-first = in which a responder was on scene before the ambulance
key-responders-first-detail = of { $both } activations with a time of both
responders-people-title = Active responders by where they last were
column-responders-active = In all
column-responders-by-day = By day
column-responders-by-night = At night
responders-activations-title = Responders per activation, time to the first acceptance, and who was first
column-responders-alerted = Alerted
column-responders-accepted = Accepted
column-responders-arrived = Arrived
column-responders-median = Median
column-responders-late = Nine in ten
column-responders-first = Before ambulance
responders-suppressed = suppressed
responders-people-heading = Where responders were
responders-people-reading = By day a responder is counted where the latest position in the daytime was, and at night likewise. Whoever was seen at both counts in both, so the two numbers cannot be added, and a region can have more by day than in all. A position does not say whether the responder can set out.
responders-activations-heading = What the numbers do not say
responders-activations-reading = The averages are all responders divided by all activations, those that nobody accepted included. An acceptance is not an arrival. Times are of activations with a known time alone. ‘Before the ambulance’ is measured times, which cannot be compared with the volunteers’ own answers.
aeds-heading = Defibrillators (AEDs)
aeds-finding = { $share } of the country’s { $count } registered AEDs are available 24 hours a day
aeds-finding-registered = Denmark has { $count } registered AEDs
aeds-under = Registered in TrygFonden’s network of AEDs (Hjertestarter-Netværk), as at { $date }
key-aeds = registered AEDs
key-aeds-detail = as at { $date }
key-aeds-24-7 = available 24 hours a day
key-aeds-24-7-detail = { $rest } are available only part of the day
key-aeds-share = of them available 24 hours a day
key-aeds-share-detail = { $part } of { $whole }
key-aeds-rate = per 100,000 inhabitants
key-aeds-rate-detail = one for every { $people } inhabitants
aeds-text =
    A volunteer responder can only use an AED that is nearby and accessible when the alert arrives. So both the number of AEDs and when they are accessible matter.

    { $availability } { $hours }

    { $runners } { $areas }
aeds-text-runners = There are { $runners } AEDs for every 1,000 active volunteer responders.
aeds-text-runners-apart = There are { $runners } AEDs, as at { $aeds }, for every 1,000 active volunteer responders, as at { $date }.
aeds-text-runners-unknown = How many AEDs there are relative to active volunteer responders cannot be calculated, because the number of responders is not reported for all municipalities.
aeds-text-hours = Measured in hours of access, the AEDs are available for { $share } of the week.
aeds-text-hours-unknown = For how many hours the individual AEDs are accessible is not reported.
aeds-text-rest = { $rest } of the registered AEDs are available only part of the day. They can therefore not always be fetched when somebody nearby has a cardiac arrest. TrygFonden would like as many as possible to become available 24 hours a day, for volunteer responders and for other bystanders.
aeds-text-unknown = The share of the registered AEDs that are available 24 hours a day is not shown for this quarter.
aeds-text-country = The source reports figures for the whole country only. The distribution by region and municipality can therefore not be shown.
aeds-text-areas = The figures for the regions are in indicators.csv; those of municipalities are not reported.
aeds-text-municipalities = The figures for the individual municipalities are on the next pages.
aeds-chart-title = { $rest } AEDs are available only part of the day
aeds-chart-text = Registered AEDs, { $date }. Each square is 1%, about { $field } AEDs
aeds-chart-around-clock = available 24 hours a day
aeds-chart-part = available part of the day
aeds-chart-alt = Square of 100 fields: { $share } of { $count } registered AEDs are available 24 hours a day, { $rest-share } only part of the day.
aeds-areas-heading = AEDs in the municipalities
aeds-areas-finding-all = The municipalities have from { $low } to { $high } AEDs per 100,000 inhabitants
aeds-areas-finding-some = Reported for { $known } of { $count } municipalities: from { $low } to { $high } AEDs per 100,000 inhabitants
aeds-areas-finding-none = AEDs are not reported for any municipality
aeds-areas-under = Registered in TrygFonden’s network of AEDs (Hjertestarter-Netværk), as at { $date }. Inhabitants at { $population-day }
aeds-areas-map-title-all = Fewest per inhabitant in { $low-name } ({ $low }), most in { $high-name } ({ $high })
aeds-areas-map-title-some = Of those reported: fewest per inhabitant in { $low-name } ({ $low }), most in { $high-name } ({ $high })
aeds-areas-map-title-none = The municipalities’ AEDs are not reported
aeds-areas-map-text = Registered AEDs per 100,000 inhabitants, { $date }. Each tile is a municipality
aeds-areas-map-alt-all = Map with a tile for each of the country’s { $count } municipalities. Registered AEDs per 100,000 inhabitants range from { $low } ({ $low-name }) to { $high } ({ $high-name }).
aeds-areas-map-alt-some = Map with a tile for each of the country’s { $count } municipalities, of which { $known } are reported. Registered AEDs per 100,000 inhabitants range among them from { $low } ({ $low-name }) to { $high } ({ $high-name }).
aeds-areas-map-alt-none = Map with a tile for each of the country’s { $count } municipalities. No municipality’s AEDs are reported.
aeds-areas-several = { $count } municipalities
aeds-areas-regions-title = The regions and the country
aeds-areas-reading = The register is counted in full, so these numbers have no statistical uncertainty. They say how many AEDs there are for the inhabitants, not how far the nearest one is. Where tiles lie is approximate.
aeds-areas-list-heading = AEDs, municipality by municipality
aeds-areas-list-finding = Registered AEDs and those always available in the country’s { $count } municipalities
aeds-areas-caption = AEDs in the municipalities from { $first } to { $last }
aeds-areas-note = { $areas }: { $note }
aeds-areas-gaps = Where it says ‘not reported’, the source has given no number. That does not mean none.
column-share-around-clock = Always available, share
reach-heading = How far away is help?
reach-finding = { $day } of residents have an open AED within { $near } in a straight line by day, { $night } at night
reach-finding-same = { $share } of residents have an open AED within { $near } in a straight line, by day as at night
reach-under = AEDs registered as at { $date }. Day is weekdays 8–16, night is weekdays 0–8
reach-metres = { $metres } m
reach-label-day = { $share } by day
reach-label-night = { $share } at night
key-reach-day = have at most { $near } by day
key-reach-day-detail = to an AED that is open
key-reach-night = have at most { $near } at night
key-reach-night-detail = to an AED that is open
key-reach-median = or less for half of residents
key-reach-median-detail = to an AED that is always open
key-reach-most = or less for nine in ten residents
key-reach-most-detail = to an AED that is always open
reach-chart-title = At night { $few } have an open AED within { $near }, { $many } within { $far }
reach-chart-title-one = Share of residents with an open AED within { $metres }
reach-chart-text = Share of residents (%) by distance in a straight line. Counted at the marked distances; the lines join them. Solid line: day, dashed: night
reach-chart-alt = Two curves of the share of residents with an open AED within a distance in a straight line, by day and at night: { $points }.
reach-chart-alt-point = within { $metres } { $day } by day and { $night } at night
reach-week-title = Hour by hour, { $least } to { $most } of residents have an open AED within { $near }
reach-week-title-same = In every hour of the week { $share } of residents have an open AED within { $near }
reach-week-text = Share of residents in each hour of the week (%), whole country, in a straight line. Danish time
reach-week-alt = Tiles for the 168 hours of the week with the share of residents who have an open AED within { $near }. The lowest is { $least }, first on { $least-hour }. The highest is { $most }, first on { $most-hour }.
column-clock = Time
column-weekday-1 = Monday
column-weekday-2 = Tuesday
column-weekday-3 = Wednesday
column-weekday-4 = Thursday
column-weekday-5 = Friday
column-weekday-6 = Saturday
column-weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
reach-regions-title = The regions: share within { $near }, and the most that half have
column-reach-within = Within
column-reach-by-day = By day
column-reach-at-night = At night
column-reach-all-open = All open
column-reach-median = Median
column-reach-near-day = Within { $near } by day
column-reach-near-night = Within { $near } at night
column-reach-near-all-open = Within { $near }, were all open
column-reach-median-metres = Half have at most to one always open
reach-locked-heading = What opening hours mean
reach-locked = Were all registered AEDs open 24 hours a day, { $all } of residents would have one of them within { $near }. Counting only those that are always open, it is { $always }.
reach-route-heading = Distance by road
reach-route = Distances are straight lines from the middle of the square of the population grid that people live in. A route is longer: 1.4 times in Toronto and 1.6 times in Copenhagen (Karlsson et al. 2021). 500 m in a straight line is then a route of some 700–800 m. Water does not count as an obstacle, so a fjord is crossed in a straight line.
reach-reading-heading = What the numbers do not say
reach-reading = These are shares of residents, not of cardiac arrests. Being near is not enough: somebody has to know where the AED is, and fetch it. Opening hours are as registered. Residents are counted where they live, by day too.
reach-municipalities-fetch = Fetch the municipalities’ numbers as CSV

# How far is help? Responders
near-runners-heading = How many responders are near?
near-runners-finding = { $day } have four responders and an AED nearby by day, { $night } at night
near-runners-finding-same = { $share } have four responders and an AED nearby, by day and at night
near-runners-under = Residents with four active responders and an open AED within { $near }, counted on { $date }. Day is weekdays 8–16, night weekdays 0–8
key-near-runners-day = have four responders and an AED by day
key-near-runners-day-detail = both within { $near } in a straight line
key-near-runners-night = have four responders and an AED at night
key-near-runners-night-detail = both within { $near } in a straight line
key-near-runners-four-night = have four responders within { $far } at night
key-near-runners-four-night-detail = with or without an AED
key-near-runners-not-covered = do not have both within { $far }
key-near-runners-not-covered-detail = at most three responders or no open AED, on average over the week
near-runners-table-title = Share of residents with responders near
near-runners-least = At least { $least } within { $near }
near-runners-regions-title = The regions: four responders and an open AED within { $near }
column-runners-least = Active responders
column-runners-not-covered = Not within { $far }
column-runners-file-day = Four responders and an AED within { $near } by day
column-runners-file-night = Four responders and an AED within { $near } at night
column-runners-file-four-night = Four responders within { $far } at night
column-runners-file-not-covered = At most three responders or no AED within { $far }
column-runners-file-aeds-day = AEDs with { $least } responders within { $around } by day
column-runners-file-aeds-night = AEDs with { $least } responders within { $around } at night
near-runners-aeds-heading = AEDs with many responders around them
near-runners-aeds = By day { $day } of AEDs have at least { $least } active responders within { $far }, at night { $night }. The number { $least } is a Dutch norm; that it applies within { $far } of the AED in a straight line is our interpretation.
near-runners-aeds-same = By day as at night { $share } of AEDs have at least { $least } active responders within { $far }. The number { $least } is a Dutch norm; that it applies within { $far } of the AED in a straight line is our interpretation.
near-runners-position-heading = How old is a position?
near-runners-position = A responder is counted where last seen in the period. That may be last night or weeks ago, and the responder may be elsewhere when the alert comes. Phones that are switched off are not included. So the figures say where responders tend to be, not who could have set out at a given moment.
near-runners-four-heading = Why four?
near-runners-four = Danish research counts an arrest as covered where there are at least four responders and an AED within 500 m, and so do we here. When an alert goes out, the first four to accept are each sent for an AED, and the fifth to the patient. The alert goes further: up to 5 km.
near-runners-reading-heading = What the figures do not say
near-runners-reading = The distance is a straight line; a route is about one and a half times as long. To be near is not the same as to set out: not all alerts are accepted. Residents are counted where they live, by day too. Where fewer than five were active in a period, the municipality’s figures are suppressed.
near-runners-municipalities-heading = From day to night in the municipalities
near-runners-municipalities-finding = In the whole country { $day } have four responders and an AED nearby by day, { $night } at night
near-runners-municipalities-under = Share (%) with four responders and an open AED within { $near }. Filled dot: day, hollow dot: night, line: the country at night. No ranking
near-runners-municipalities-note = Day is weekdays 8–16, night weekdays 0–8. Straight line from home. In small municipalities a few responders can move the figure a lot. To be near is not the same as to set out.
near-runners-day = day
near-runners-night = night
near-runners-alt = The municipalities of { $region }: share of residents with four responders and an open AED near, by day and at night. { $areas }.
near-runners-alt-area = { $name } { $day }% and { $night }%
ohca-near-heading = AEDs and responders near cardiac arrests
ohca-near-finding = { $share } of cardiac arrests happened within { $near } of an open AED
ohca-near-under = Cardiac arrests outside of hospitals, { $period }, whose place is known. Straight line. Day is weekdays 8–16, night weekdays 0–8
ohca-near-under-placed = Cardiac arrests outside of hospitals, { $period }: the place is known for { $placed } of { $arrests }. Straight line. Day is weekdays 8–16, night weekdays 0–8
ohca-near-table-title = Share of cardiac arrests with help near, 95% interval in brackets
ohca-near-aed = Open AED within { $near }
ohca-near-runners = Four active responders within { $near }
ohca-near-both = Both within { $near }
ohca-near-counted = Cardiac arrests with a known place
ohca-near-share = { $share } ({ $range })
ohca-near-regions-title = The regions over the whole week, within { $near }
column-ohca-near = What was near
column-ohca-in-week = Whole week
column-ohca-open-aed = Open AED
column-ohca-both = Four responders too
ohca-near-alarms-heading = A cardiac arrest is not an alert
ohca-near-alarms = These are all extracted cardiac arrests with a known place, also those that never raised an alert. Alerts have pages of their own: they go out for other things too, and not every cardiac arrest raises one. The shares cannot be compared directly with those of residents, because hearts also stop where nobody lives.
ohca-near-reading-heading = What the figures do not say
ohca-near-reading = That something was near does not mean that it was used: coverage is not response. The distance is a straight line; a route is about one and a half times as long. An AED counts if it was registered on the day and, by its opening hours in the register, open in that minute. Responders are counted where they were last seen in the same period of the week up to the day of the counts, for the oldest arrests too. The whole week includes evenings and weekends. The brackets show how far chance could move the share. Figures that could tell of a few cardiac arrests are hidden.
number-missing = –
arrests-heading = Out-of-hospital cardiac arrest
arrests-finding = { $survivors } people survived a cardiac arrest outside hospital in { $year }
arrests-under = This is { $share } of the arrests for which the registry reports survival
key-arrests = resuscitation attempts a year
key-arrests-detail = about { $day } a day, rounded
key-survivors = survived in { $year }
key-survivors-detail = Danish Cardiac Arrest Registry
key-survival = survived in { $year }
key-survival-detail = of the arrests for which the registry reports survival
key-good = of survivors have a good life
key-good-detail = { $severe } have severe brain injury
arrests-text =
    Every year the Danish Cardiac Arrest Registry (Dansk Hjertestopregister) counts about { $cases } people whom someone tries to resuscitate after a cardiac arrest outside hospital. That is about { $day } a day.

    Cardiac arrest happens most often at home: { $home } in private homes and { $public } in public places.

    Cardiopulmonary resuscitation is chest compressions and rescue breaths. It keeps the blood moving, so that the brain and the other organs receive oxygen while the heart has stopped. The outlook is good on the whole for those who survive: { $good } have a good life afterwards, while { $severe } have severe brain injury.

    The number and the share of survivors are for { $year }. The share and the figure of about { $cases } resuscitation attempts do not have the same basis. The other figures are given rounded and without a year in the source.
arrests-chart-title = Where cardiac arrests happen, and how many survive
arrests-chart-text = Share (%); each bar has its own denominator. Danish Cardiac Arrest Registry
arrests-chart-home = Happen in private homes
arrests-chart-survival = Survive ({ $year })
arrests-chart-good = Survivors with a good life
arrests-chart-alt = Bar chart of three shares: { $home } of cardiac arrests happen in private homes, { $survival } survived in { $year }, and { $good } of survivors have a good life.

# Appendix
appendix-heading = Appendix
appendix-guidance = Resuscitation and opting out
appendix-text =
    { $pages }

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
basis-no-date = not stated
basis-sources = Sources: { $list }.
basis-empty = An empty cell: the figure is not calculated from a numerator and a denominator.
basis-populations = Inhabitants are the population on { $population-day }, adults are of { $adult-quarter }, the nearest quarter for which the data hold ages.
basis-published-period = * Assumed: a share of the alerts that stands as published is taken to cover the same period as the activations.
basis-counts = counted or calculated
basis-published = as published
basis-derived = from rounded figures
basis-least = sum of the reported figures
quality-heading = Data quality
quality-finding = { $unanswered ->
    [0] { $count ->
        [0] The checks gave no remarks
        [1] The single remark from the checks has been answered
       *[other] The { $word } remarks from the checks have all been answered
        }
    [1] The checks found one thing that should be looked into
   *[other] The checks found { $word } things that should be looked into
    }
quality-under = { $unanswered ->
    [0] The data pass all validation rules
   *[other] { $answered ->
        [0] { $count ->
            [1] The data pass all validation rules. The remark has not yet been answered
           *[other] The data pass all validation rules. None of the remarks has been answered yet
            }
       *[other] { $unanswered ->
            [1] The data pass all validation rules. { $word } of { $of } remarks has not yet been answered
           *[other] The data pass all validation rules. { $word } of { $of } remarks have not yet been answered
            }
        }
    }
quality-none = There are no remarks.
quality-findings-title = Remarks on the data
quality-corrections-title = Corrected cells
quality-accepted-title = Figures that are not shown but can be deduced
quality-no-corrections = No cells have been corrected against the source.
quality-rules =
    __Rules that stop the report.__ All 98 municipalities must be in the data received, each once and under its own name. The figures of the municipalities must give the publisher’s totals for regions and country. Counts must be whole numbers and shares lie between 0 and 100. No part may be larger than its whole. The date of the count must fit the quarter, and the population must be complete and agree with Statistics Denmark’s own totals.

    Withheld figures must not be in the data received, and simulated figures must not lie together with real ones.
quality-oddities =
    __Remarks reviewed by a person.__ A municipality whose number has changed far more than others’. A rate far from those of its neighbours or, for a municipality without a land border, of its region. Figures that the previous quarter had and this one lacks. A total that leaves municipalities without a figure far from what they had. Year-to-date figures that fall or stand still. The same figures as in an earlier quarter. A share that rises although the number falls. More activations accepted by two than by one. A figure withheld after its end date. A hidden figure that can be deduced. A population other than the latest.

    The answers are those of the person responsible for the data.
missing-title = Measures used in research and not included in this report
missing-column-name = Measure
missing-column-definition = How it is defined
missing-column-source = Source
missing-column-state = In this report
missing-state = not included
missing-activated-name = Activation for cardiac arrest
missing-activated-definition = Share of eligible cardiac arrests for which volunteer responders were alerted
missing-activated-source = Shahriari et al. 2025, JACC
missing-response-name = Response time, median and 90th percentile
missing-response-definition = Time from the alert until the first volunteer responder is on scene; median and 90th percentile of all alerts taken together
missing-response-source = Resuscitation 2022, PMID 36162614
missing-coverage-name = Coverage within 500 metres
missing-coverage-definition = Share of cardiac arrests with at least four volunteer responders and an AED within 500 metres
missing-coverage-source = University of Copenhagen, researchprofiles.ku.dk
missing-first-name = First on scene, measured
missing-first-definition = Share of confirmed cardiac arrests where a volunteer responder was there before the professional emergency services, measured and not self-reported
missing-first-source = Andelius et al. 2020, JACC 76:43
quality-delivery = The data
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
quality-against-region = the median of the region’s other municipalities
quality-changed = { $column }: { $found } against { $compared } in { $against }. Had it followed the country, the number would be about { $expected }.
quality-fewer = { $column } is missing. In { $against } the number was { $compared }.
quality-remainder = The source’s own total leaves { $found } active volunteer responders for municipalities without a number ({ $lacking }). In { $against } they had { $compared }. Had they followed the country, they would have about { $expected }.
quality-more = { $count } more
quality-unknown = { $column }: the number is not reported.
quality-neighbours = { $found } active per 100,000 inhabitants; { $against } is { $compared }.
quality-share-up = The share has risen although the number has fallen ({ $column }): { $found } against { $compared } in { $against }.
quality-two-above-one = At least two acceptances in { $found }%, but at least one in only { $compared }%.
quality-fell = { $column } in the year to date has fallen: { $found } against { $compared } in { $against }.
quality-repeated = { $found } numbers in the table are the same as in { $against }.
quality-same-day = { $found } numbers in the table differ from those of { $against }, although both are as at { $compared }.
quality-stands-still = { $column } in the year to date stands still: { $found }, as in { $against }.
quality-withheld-expired = Figures withheld until { $compared }, but counted as at { $found }.
quality-period-end = The activations count up to and including { $found }, after the date of the count, { $compared }.
quality-population = The population for { $found } has been chosen; the latest published on { $against } is that of { $compared }.
quality-fact-repeated = Figures on the programme or on cardiac arrest that were given for { $compared }, not for this quarter.
quality-commentary = { $found } holds numbers, and { $expected } of the quarter’s numbers are not shown. None of them may stand in the commentary or follow from it.
quality-note-outlived = The note was written when a number was not reported, and the number is reported now.
quality-carried-over = The note has been carried over from an earlier quarter and has not been confirmed.
quality-leak = { $column }: the figure is not shown, but the figures shown narrow it down.
quality-leak-exact = { $column }: the figure is not shown, but can be computed from the figures shown.
quality-answer = The answer to { $found } matches no remark.
method-heading = Sources and methods
method-finding = Sources, definitions and methods
method-text-left =
    __Active volunteer responders.__ The numbers of the municipalities are received and added up to areas, regions and the country. The totals must agree; otherwise the report is not made. The source does not state whether the municipality is that of the last position or that of residence.

    __Population.__ The source is { $population-source }, { $population-quarter } (1st day of the quarter, { $population-day }). A quarter counts as published 45 days after its first day. The share of adults uses { $adult-quarter }, the nearest quarter for which the data hold ages. { $population-licence }

    __Geography.__ Municipalities and regions as they were divided on { $date }. The areas within the regions follow TrygFonden’s report and are not Statistics Denmark’s provinces (landsdele).

    __Rounding.__ All calculations use unrounded figures. Figures shown are rounded half up. The number in the headline is in whole hundreds. The colours of the map follow the rounded figure shown.

    __Uncertainty.__ Rates have 95% limits from the Poisson distribution: exact below ten people, Byar’s approximation from ten. Shares whose numerator and denominator are known have Wilson’s limits. The limits cover random variation, not errors in the register. Complete counts of things, such as AEDs, have none.

    __Comparison.__ The rates are not adjusted for age, and the national rate includes the area that is compared with it. The municipalities are compared with the country in a funnel plot that includes the spread between municipalities (Spiegelhalter 2005). Ranks are simulated intervals, and the ratio of two regions has exact limits.
method-text-right =
    __Activations.__ Counted from { $period-start } to { $period-end }, after deduction of cancelled alerts. Converted to a year of 365 days. { $gross }

    __Acceptance.__ Shares are of activations after cancelled alerts are deducted. Shares that are only known in rounded form are given as published, so 100% may leave room for a few activations that nobody accepted. They have not been turned back into counts. { $acceptance }

    __Withheld or not reported.__ { $withheld } { $unknown }

    __Breaks and remarks.__ { $notes } Registered and active volunteer responders are two different counts and are never put in the same series.

    __Cardiac arrest.__ { $arrests }

    __Files.__ All figures with numerator, denominator, date, source and basis are in indicators.csv, and for spreadsheets with Danish settings in indicators-semicolon.csv. Notes in both files are in Danish. How each of them was computed is in { $method }. manifest.json holds checksums of data and report.

    __Production.__ The report is made with open code: notebooks run by Papermill, figures calculated in Polars, charts drawn with Altair. Text received in Danish only is shown in Danish.
method-arrests = The figures are from { $sources }.
method-arrests-simulated = The figures are made up.
method-population-licence = The population figures are published under CC BY 4.0.
method-population-simulated = The population figures are made up.
method-acceptance-unclear = The source does not say whether the shares for the country include { $regions }.
method-gross-range = The number before deduction is a range, because the share of cancelled alerts is only known in rounded form.
method-gross-counted = The number before deduction has been counted.
method-gross-unknown = The number before deduction is not shown.
withheld-none = No figures are withheld in this quarter.
withheld-some = { $areas }: { $reason } Withheld up to and including { $until }.
notes-all-known = The number of every municipality is reported.
notes-none = No known breaks in this quarter.
notes-earlier = Break in { $quarter }: { $reason }

# Names of the indicators

# Released versions
release-edition-first = Version { $version }, released { $date }
release-edition-revision = Version { $version }, revised { $date }
release-edition-correction = Version { $version }, corrected { $date }
release-reason = Reason: { $reason }
release-as-of = Counted on { $date }.
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
release-differences = Differences are between the figures as shown; where a difference is small, they have more decimals than elsewhere in the report.
release-percentage-points = { $difference } percentage points
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
release-note-rate-text = Count divided by inhabitants of all ages, times 100,000. The population is the latest that Statistics Denmark had published on the day of the count. Christiansø is counted with Bornholm.
release-note-limits = Lower and upper limit
release-note-limits-text = 95% confidence limits, which show how much the figure can vary by chance. Where the figure is derived from a rounded one, they are the ends of the range that it allows.
release-note-activations = Activations
release-note-activations-text = Alerts of suspected cardiac arrest outside hospital, after cancelled alerts have been deducted.
release-note-rank = Rank
release-note-rank-text = The ranks among all municipalities that are compatible with chance variation. Rank 1 has the highest rate. Municipalities are in alphabetical order.
release-note-smoothed = Numbers in files only
release-note-smoothed-text = Indicators whose name ends in smoothed, deviation, dispersion or between are intermediate results. The column Note explains them.
release-note-c = [c]
release-note-c-text = Confidential: the figure is withheld, or suppressed for confidentiality. The column Status on the last sheet says which.
release-note-x = [x]
release-note-x-text = Not available: the number is not known.
release-note-z = [z]
release-note-z-text = Not applicable: the row has no number of that kind.
release-note-basis = Basis
release-note-basis-text = Computed from counts, reproduced as published because the counts are not known, or derived from a rounded figure: the range that it allows, or what it comes to per day.
release-table-country = Table_1_Country
release-table-country-title = Table 1: The country’s figures with numerator, denominator and basis, { $quarter }, as at { $date }
release-table-regions = Table_2_Regions
release-table-regions-title = Table 2: Active responders and activations in the regions, { $quarter }, as at { $date }
release-table-areas = Table_3_Areas
release-table-areas-title = Table 3: Active responders in areas within the regions, { $quarter }, as at { $date }
release-table-municipalities = Table_4_Municipalities
release-table-municipalities-title = Table 4: Active responders in the municipalities, { $quarter }, as at { $date }
release-table-revisions = Table_5_Revisions
release-table-revisions-title = Table 5: Numbers shown that changed since the previous version, { $quarter }, as at { $date }
release-table-everything = Table_6_All_numbers
release-table-everything-title = Table 6: All numbers, a row per quarter, level, area and indicator, up to { $quarter }, as at { $date }
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
release-head-share = Share of the country’s active (%)
release-head-activations = Activations, excluding cancelled alerts
release-head-activations-rate = Activations per 100,000 a year
release-head-by-one = Accepted by at least one (%)
release-head-by-two = Accepted by at least two (%)
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
release-unit-alarms = alerts
release-unit-aeds = AEDs
release-unit-percent = %
release-unit-per_100000 = per 100,000 inhabitants
release-unit-per_100000_per_year = per 100,000 inhabitants a year
release-unit-per_1000 = per 1,000
release-unit-per_day = per day
release-unit-count_per_day = count per day
release-unit-count_per_year = count per year
release-unit-count = count
release-unit-ratio = ratio
release-unit-minutes = minutes
release-unit-seconds = seconds
release-unit-metres = metres
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
release-file-method-html = How the numbers were computed (HTML)
release-file-vejledning-html = The guidance on resuscitation (HTML, Danish)
release-file-guidance-html = The guidance on resuscitation (HTML)
release-file-data-indicators-xlsx = Spreadsheet (XLSX)
release-file-data-indicators-ods = Spreadsheet (ODS)
release-file-data-indicators-csv = Numbers (CSV)
release-file-data-indicators-semicolon-csv = Numbers for a Danish Excel (CSV)
release-file-data-indicators-parquet = Numbers (Parquet)
release-file-data-revisions-csv = Changed numbers (CSV)
release-file-data-datapackage-json = Description of data (JSON)
release-file-manifest-json = Manifest (JSON)
export-report = Report
export-sheets = Sheets of municipalities and regions
export-sheet-list = List of sheets (HTML)
export-sheet-files = All { $count } files
export-data = Open data

# Columns of the delivery
file-column-active_runners = Active volunteer responders
file-column-activations = Activations
file-column-cancelled = Cancelled
file-column-cancelled_percent = Cancelled (%)
file-column-accepted_by_one = At least one acceptance
file-column-accepted_by_one_percent = At least one acceptance (%)
file-column-accepted_by_two = At least two acceptances
file-column-accepted_by_two_percent = At least two acceptances (%)
file-column-aed_registered = Registered AEDs
file-column-aed_24_7 = AEDs available 24 hours a day
file-column-aed_open_hours = Open hours per week
file-column-people_in_cells = Residents
file-column-near_200m_by_day = Within 200 m, day
file-column-near_200m_by_evening = Within 200 m, evening
file-column-near_200m_by_night = Within 200 m, night
file-column-near_200m_in_weekends = Within 200 m, weekend
file-column-near_200m_in_week = Within 200 m, whole week
file-column-near_500m_by_day = Within 500 m, day
file-column-near_500m_by_evening = Within 500 m, evening
file-column-near_500m_by_night = Within 500 m, night
file-column-near_500m_in_weekends = Within 500 m, weekend
file-column-near_500m_in_week = Within 500 m, whole week
file-column-near_500m_always_open = Within 500 m, 24 hours a day
file-column-near_500m_any_hours = Within 500 m, if all were open
file-column-near_1800m_by_day = Within 1800 m, day
file-column-near_1800m_by_evening = Within 1800 m, evening
file-column-near_1800m_by_night = Within 1800 m, night
file-column-near_1800m_in_weekends = Within 1800 m, weekend
file-column-near_1800m_in_week = Within 1800 m, whole week
file-column-runners_1_within_500m_by_day = 1 responder within 500 m, day
file-column-runners_1_within_500m_by_evening = 1 responder within 500 m, evening
file-column-runners_1_within_500m_by_night = 1 responder within 500 m, night
file-column-runners_1_within_500m_in_weekends = 1 responder within 500 m, weekend
file-column-runners_1_within_500m_in_week = 1 responder within 500 m, whole week
file-column-runners_4_within_500m_by_day = 4 responders within 500 m, day
file-column-runners_4_within_500m_by_evening = 4 responders within 500 m, evening
file-column-runners_4_within_500m_by_night = 4 responders within 500 m, night
file-column-runners_4_within_500m_in_weekends = 4 responders within 500 m, weekend
file-column-runners_4_within_500m_in_week = 4 responders within 500 m, whole week
file-column-runners_10_within_500m_by_day = 10 responders within 500 m, day
file-column-runners_10_within_500m_by_evening = 10 responders within 500 m, evening
file-column-runners_10_within_500m_by_night = 10 responders within 500 m, night
file-column-runners_10_within_500m_in_weekends = 10 responders within 500 m, weekend
file-column-runners_10_within_500m_in_week = 10 responders within 500 m, whole week
file-column-runners_1_within_1800m_by_day = 1 responder within 1800 m, day
file-column-runners_1_within_1800m_by_evening = 1 responder within 1800 m, evening
file-column-runners_1_within_1800m_by_night = 1 responder within 1800 m, night
file-column-runners_1_within_1800m_in_weekends = 1 responder within 1800 m, weekend
file-column-runners_1_within_1800m_in_week = 1 responder within 1800 m, whole week
file-column-runners_4_within_1800m_by_day = 4 responders within 1800 m, day
file-column-runners_4_within_1800m_by_evening = 4 responders within 1800 m, evening
file-column-runners_4_within_1800m_by_night = 4 responders within 1800 m, night
file-column-runners_4_within_1800m_in_weekends = 4 responders within 1800 m, weekend
file-column-runners_4_within_1800m_in_week = 4 responders within 1800 m, whole week
file-column-runners_10_within_1800m_by_day = 10 responders within 1800 m, day
file-column-runners_10_within_1800m_by_evening = 10 responders within 1800 m, evening
file-column-runners_10_within_1800m_by_night = 10 responders within 1800 m, night
file-column-runners_10_within_1800m_in_weekends = 10 responders within 1800 m, weekend
file-column-runners_10_within_1800m_in_week = 10 responders within 1800 m, whole week
file-column-ohca_days = Days
file-column-ohca_arrests = Cardiac arrests
file-column-ohca_placed_by_day = Cardiac arrests with a place, day
file-column-ohca_placed_by_evening = Cardiac arrests with a place, evening
file-column-ohca_placed_by_night = Cardiac arrests with a place, night
file-column-ohca_placed_in_weekends = Cardiac arrests with a place, weekend
file-column-ohca_placed_in_week = Cardiac arrests with a place, whole week
file-column-ohca_aed_200m_by_day = Cardiac arrests: AED within 200 m, day
file-column-ohca_aed_200m_by_evening = Cardiac arrests: AED within 200 m, evening
file-column-ohca_aed_200m_by_night = Cardiac arrests: AED within 200 m, night
file-column-ohca_aed_200m_in_weekends = Cardiac arrests: AED within 200 m, weekend
file-column-ohca_aed_200m_in_week = Cardiac arrests: AED within 200 m, whole week
file-column-ohca_aed_500m_by_day = Cardiac arrests: AED within 500 m, day
file-column-ohca_aed_500m_by_evening = Cardiac arrests: AED within 500 m, evening
file-column-ohca_aed_500m_by_night = Cardiac arrests: AED within 500 m, night
file-column-ohca_aed_500m_in_weekends = Cardiac arrests: AED within 500 m, weekend
file-column-ohca_aed_500m_in_week = Cardiac arrests: AED within 500 m, whole week
file-column-ohca_aed_1800m_by_day = Cardiac arrests: AED within 1800 m, day
file-column-ohca_aed_1800m_by_evening = Cardiac arrests: AED within 1800 m, evening
file-column-ohca_aed_1800m_by_night = Cardiac arrests: AED within 1800 m, night
file-column-ohca_aed_1800m_in_weekends = Cardiac arrests: AED within 1800 m, weekend
file-column-ohca_aed_1800m_in_week = Cardiac arrests: AED within 1800 m, whole week
file-column-ohca_runners_500m_by_day = Cardiac arrests: 4 responders within 500 m, day
file-column-ohca_runners_500m_by_evening = Cardiac arrests: 4 responders within 500 m, evening
file-column-ohca_runners_500m_by_night = Cardiac arrests: 4 responders within 500 m, night
file-column-ohca_runners_500m_in_weekends = Cardiac arrests: 4 responders within 500 m, weekend
file-column-ohca_runners_500m_in_week = Cardiac arrests: 4 responders within 500 m, whole week
file-column-ohca_runners_1800m_by_day = Cardiac arrests: 4 responders within 1800 m, day
file-column-ohca_runners_1800m_by_evening = Cardiac arrests: 4 responders within 1800 m, evening
file-column-ohca_runners_1800m_by_night = Cardiac arrests: 4 responders within 1800 m, night
file-column-ohca_runners_1800m_in_weekends = Cardiac arrests: 4 responders within 1800 m, weekend
file-column-ohca_runners_1800m_in_week = Cardiac arrests: 4 responders within 1800 m, whole week
file-column-ohca_covered_500m_by_day = Cardiac arrests: 4 responders and AED within 500 m, day
file-column-ohca_covered_500m_by_evening = Cardiac arrests: 4 responders and AED within 500 m, evening
file-column-ohca_covered_500m_by_night = Cardiac arrests: 4 responders and AED within 500 m, night
file-column-ohca_covered_500m_in_weekends = Cardiac arrests: 4 responders and AED within 500 m, weekend
file-column-ohca_covered_500m_in_week = Cardiac arrests: 4 responders and AED within 500 m, whole week
file-column-covered_500m_by_day = 4 responders and an AED within 500 m, day
file-column-covered_500m_by_evening = 4 responders and an AED within 500 m, evening
file-column-covered_500m_by_night = 4 responders and an AED within 500 m, night
file-column-covered_500m_in_weekends = 4 responders and an AED within 500 m, weekend
file-column-covered_500m_in_week = 4 responders and an AED within 500 m, whole week
file-column-uncovered_1800m = Fewer than 4 responders or no AED within 1800 m
file-column-aeds_placed = AEDs with a place
file-column-aeds_with_60_runners_by_day = AEDs with 60 responders, by day
file-column-aeds_with_60_runners_by_night = AEDs with 60 responders, at night
file-column-nearest_median = Distance (median)
file-column-nearest_p90 = Distance (90%)
file-column-active_by_day = Active by day
file-column-active_by_night = Active at night
file-column-alerted = Responders alerted
file-column-accepted = Responders who accepted
file-column-arrived = Responders who arrived
file-column-accepted_times = Activations with a time of acceptance
file-column-accepted_median = Seconds to first acceptance (median)
file-column-accepted_p90 = Seconds to first acceptance (90%)
file-column-arrived_times = Activations with a time of arrival
file-column-arrived_median = Seconds to first arrival (median)
file-column-arrived_p90 = Seconds to first arrival (90%)
file-column-compared = Activations with a responder and an ambulance
file-column-before_ambulance = Responder before the ambulance
file-column-note = Note
