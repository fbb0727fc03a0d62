### Notes that the program itself writes into indicators.csv, where they are Danish in every edition. One line each.

note-written = Written: { $text }
note-not-comparable = The number is not known for both quarters.
note-other-start = The two quarters do not count from the same day, so the difference is not the quarter’s own.
note-counted-down = The number for the year to date is lower than in the previous quarter. The difference is therefore not shown.
note-break = Break in the series: { $reason }
note-break-inside = One of the areas added together has a break: { $reason }
note-united = Added together from { $parts }.
note-from-zero = The earlier number is 0, so the change cannot be shown in per cent.
note-from-news = The date is that of the mention, not of the count.
note-two-populations = The rates use different populations: { $earlier } and { $later }.
note-control = The middle of all quarters and the limits that follow from their usual variation (Laney).
note-subtraction = The number is not shown in the published report. It can be derived by subtracting the other regions from the national number, but it is not used here, and no rates or ratios are calculated with it.
note-gross = Range allowed by the rounded share of cancelled alarms. Activations before cancelled alarms are deducted.
note-small-reason = The number is hidden. It is between 1 and { $most }, or else a number as small as that could be worked out from it together with the other reasons or an earlier count of the same year.
note-not-apart = The reason is not recorded separately.
note-suppressed = Counts below { $threshold } are not shown.
note-minutes = Whole minutes from the alarm, rounded down, for all alarms in the area taken together.
note-too-few = The number is hidden. Few alarms have a time, or a hidden number could otherwise be worked out.
note-rank = Rank 1 has the highest rate. The interval holds the ranks that chance allows.
note-smoothed = The rate pulled towards the national rate, most in small municipalities (empirical Bayes). In files only.
note-deviation = Deviation from the country in standard deviations, allowing for the variation between municipalities.
note-spread = Standard deviation between municipalities beyond chance.
note-outside = Number of municipalities outside 99.8% limits that allow for chance only.
note-distance = How many active responders are lacking to the national rate; below 0, how many more there are than it requires. The numerator is the smallest number that reaches the national rate.
