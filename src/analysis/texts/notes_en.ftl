### Notes that the program itself writes into indicators.csv, where they are Danish in every edition. One line each.

note-written = Written: { $text }
note-not-comparable = The number is not known for both quarters.
note-other-start = The two quarters have different start dates, so the difference is not the quarter’s activity.
note-counted-down = The number for the year to date is lower than in the previous quarter. The difference is therefore not shown.
note-break = Break in the series: { $reason }
note-break-inside = One of the areas added together has a break: { $reason }
note-united = Sum of { $parts }.
note-from-zero = The earlier number is 0, so the change cannot be shown in per cent.
note-from-news = The date is that of the news item, not of the count.
note-undated = The source states no date.
note-undated-text = The source states no date. { $text }
note-two-populations = The rates use different populations: { $earlier } and { $later }.
note-control = The mean of all quarters and the limits that follow from their usual variation (Laney).
note-subtraction = The number is not shown in the published report. It can be derived by subtracting the other regions from the national number, but it is not used here, and no rates or ratios are calculated with it.
note-gross = Activations before deduction: the counts consistent with the rounded share of cancelled alerts.
note-small-reason = Suppressed for confidentiality: the number is between 1 and { $most }, or a number as small as that could be deduced from it.
note-not-apart = The reason is not recorded separately.
note-suppressed = Counts below { $threshold } are not shown.
note-minutes = Whole minutes from the alert, rounded down, for all alerts in the area taken together.
note-too-few = The number is hidden. Few alerts have a time, or a hidden number could otherwise be worked out.
note-rank = Rank 1 has the highest rate. The interval holds the ranks compatible with chance variation.
note-smoothed = The rate pulled towards the national rate, most in small municipalities (empirical Bayes). In files only.
note-deviation = Deviation from the country in standard deviations, allowing for the variation between municipalities.
note-spread = Standard deviation between municipalities beyond chance.
note-outside = Number of municipalities outside 99.8% limits that allow for chance only.
note-distance = Active responders short of the national rate; negative: in excess. The numerator is the smallest number that corresponds to the national rate.
