package kpi

// Dimension is what numbers are taken apart by.
type Dimension string

const (
	ByTeam     Dimension = "team"
	ByPerson   Dimension = "person"
	ByManager  Dimension = "manager"  // of the team
	ByOffice   Dimension = "office"   // the region of the team
	ByRegion   Dimension = "region"   // of the customer
	ByIndustry Dimension = "industry" // of the customer
	BySize     Dimension = "size"     // of the customer, in employees: see SizeBand
	ByProduct  Dimension = "product"  // of the deal
	BySource   Dimension = "source"   // of the customer
	ByMonth    Dimension = "month"
	ByQuarter  Dimension = "quarter"
)

// Dimensions are all of them, in the order they are offered; the words are kpi_by.<dimension> in lang/.
var Dimensions = []Dimension{ByTeam, ByPerson, ByManager, ByOffice, ByRegion, ByIndustry, BySize, ByProduct, BySource, ByMonth,
	ByQuarter}

// OfCustomer reports whether a dimension is one of customers or deals, not of those who sell.
func (d Dimension) OfCustomer() bool {
	return d == ByRegion || d == ByIndustry || d == BySize || d == ByProduct || d == BySource
}

// SizeBand names the band of a number of employees, "50-249"; "" if it is not known.
func SizeBand(employees int) string {
	switch {
	case employees <= 0:
		return ""
	case employees < 50:
		return "1-49"
	case employees < 250:
		return "50-249"
	case employees < 1000:
		return "250-999"
	}
	return "1000+"
}
