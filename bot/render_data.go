package bot

import (
	"cmp"
	"fmt"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// Slack's limits of tables and charts. A message may have one table.
const (
	maxRows       = 100
	maxColumns    = 20
	maxTableText  = 10000
	maxCharts     = 2
	maxPoints     = 20
	maxSlices     = 6
	maxSeries     = 6
	maxPointLabel = 20
	maxChartTitle = 50
)

// table adds a table block: the titles as first row, then as many rows as fit.
func (r *renderer) table(t chat.Table) {
	columns := t.Columns[:min(len(t.Columns), maxColumns)]
	if len(columns) == 0 {
		return
	}
	block := slack.NewTableBlock("")
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.Title
		align := slack.ColumnAlignmentLeft
		if c.Right {
			align = slack.ColumnAlignmentRight
		}
		block.ColumnSettings = append(block.ColumnSettings, slack.ColumnSetting{Align: align, IsWrapped: true})
	}
	room := maxTableText
	for _, row := range append([][]string{titles}, t.Rows...) {
		cells := make([]slack.TableCell, len(columns))
		for i := range cells {
			text := "–" // Slack refuses empty cells
			if i < len(row) {
				text = cleanOr(row[i], text)
			}
			room -= utf8.RuneCountInString(text)
			cells[i] = slack.NewTableRawTextCell(text)
		}
		if room < 0 || len(block.Rows) == maxRows {
			break
		}
		block.Rows = append(block.Rows, cells)
	}
	if len(block.Rows) < 2 {
		return
	}
	r.tables++
	r.add(block)
}

// chart adds a chart block, or nothing if the numbers make no valid chart.
func (r *renderer) chart(c chat.Chart) {
	title := cut(cleanOr(c.Title, ellipsis), maxChartTitle)
	var drawn slack.DataVisualizationChart
	if c.Kind == "pie" {
		drawn = pie(c.Points)
	} else {
		drawn = plot(c, title)
	}
	block := slack.DataVisualizationBlock{Type: slack.MBTDataVisualization, Title: title, Chart: drawn}
	if block.Validate() != nil {
		return
	}
	r.charts++
	r.add(block)
}

// pie keeps the total: values beyond the last possible slice are added to it.
func pie(points []chat.DataPoint) slack.DataVisualizationChart {
	var segments []slack.DataVisualizationSegment
	for _, p := range points {
		switch {
		case p.Value <= 0:
		case len(segments) == maxSlices:
			last := &segments[maxSlices-1]
			last.Label, last.Value = ellipsis, last.Value+p.Value
		default:
			segments = append(segments, slack.NewDataVisualizationSegment(pointLabel(p.Label, len(segments)), p.Value))
		}
	}
	return slack.NewDataVisualizationPieChart(segments...)
}

// plot keeps the latest points.
func plot(c chat.Chart, title string) slack.DataVisualizationChart {
	first := max(len(c.Points)-maxPoints, 0)
	labels := unlike(len(c.Points)-first, func(i int) string { return c.Points[first+i].Label })
	axis := slack.NewDataVisualizationAxisConfig(labels...)
	if c.Unit != "" {
		axis = axis.WithYLabel(cut(chat.Clean(c.Unit), maxChartTitle))
	}
	rows := []chat.Series{{Name: cmp.Or(c.Name, c.Unit, title)}}
	for _, p := range c.Points {
		rows[0].Values = append(rows[0].Values, p.Value)
	}
	for _, s := range c.Beside {
		if len(s.Values) == len(c.Points) && len(rows) < maxSeries {
			rows = append(rows, s)
		}
	}
	names := unlike(len(rows), func(i int) string { return rows[i].Name })
	series := make([]slack.DataVisualizationDataSeries, len(rows))
	for k, row := range rows {
		data := make([]slack.DataVisualizationDataPoint, len(labels))
		for i, label := range labels {
			data[i] = slack.NewDataVisualizationDataPoint(label, row.Values[first+i])
		}
		series[k] = slack.NewDataVisualizationDataSeries(names[k], data...)
	}
	if c.Kind == "line" {
		return slack.NewDataVisualizationLineChart(axis, series...)
	}
	return slack.NewDataVisualizationBarChart(axis, series...)
}

// unlike returns n labels that fit, no two of them the same: Slack refuses those.
func unlike(n int, name func(i int) string) []string {
	labels := make([]string, n)
	seen := map[string]bool{}
	for i := range labels {
		label := pointLabel(name(i), i)
		for n := 2; seen[label]; n++ {
			label = cut(pointLabel(name(i), i), maxPointLabel-4) + fmt.Sprintf(" %d", n)
		}
		seen[label] = true
		labels[i] = label
	}
	return labels
}

func pointLabel(label string, i int) string {
	return cut(cleanOr(label, fmt.Sprint(i+1)), maxPointLabel)
}
