// Package kpi holds the numbers a sales team is led by: what each one is, how it is counted and in which unit.
// Goals, reviews and commands follow the same definitions. It is pure: counters are handed to it.
package kpi

// Metric is what is measured.
type Metric string

const (
	Revenue      Metric = "revenue"      // won, net of discount
	Customers    Metric = "customers"    // customers whose first win lies in the period
	Wins         Metric = "wins"         // deals won
	Opened       Metric = "opened"       // deals opened
	Contacts     Metric = "contacts"     // of every kind
	Calls        Metric = "calls"        // and so on for each kind of contact
	Visits       Metric = "visits"       //
	Meetings     Metric = "meetings"     //
	Demos        Metric = "demos"        //
	Emails       Metric = "emails"       //
	Messages     Metric = "messages"     //
	WinRate      Metric = "win_rate"     // won, of those won or lost
	Conversion   Metric = "conversion"   // deals that went on from a stage, of those that left it
	DealSize     Metric = "deal_size"    // won, per deal
	Cycle        Metric = "cycle"        // days from a deal's opening to its win, on average
	Response     Metric = "response"     // working time from a deal's opening to its first contact, on average
	Repurchase   Metric = "repurchase"   // customers that bought again, of those that had bought before
	Complaints   Metric = "complaints"   // as logged
	Satisfaction Metric = "satisfaction" // score that customers gave, 1 to 5, on average
	Entered      Metric = "entered"      // by hand: a market share, a share of content customers
)

// Metrics for which no goal can be set.
const (
	Stay          Metric = "stay"           // days in a stage until it was left, median
	MedianCycle   Metric = "median_cycle"   // as Cycle, median
	Discount      Metric = "discount"       // given away, share per won deal
	Bought        Metric = "bought"         // customers that have bought so far
	Lifetime      Metric = "lifetime"       // what a customer brings: LTV
	ComplaintRate Metric = "complaint_rate" // complaints, per customer that has bought so far
	Acquisition   Metric = "acquisition"    // what a new customer cost: CAC
	Return        Metric = "return"         // of what was spent on a source: ROI
	Accuracy      Metric = "accuracy"       // won, of what was first submitted as forecast
)

// Definition says how a metric is counted; there is one for each, and everything that shows a
// number of it follows it. How it is computed in words and what it tells are kpi_how.<metric> and
// kpi_tells.<metric> in lang/.
type Definition struct {
	Metric Metric
	Shape  Shape
	Unit   Unit
	Lower  bool // less is better
	Window int  // days that are counted if nobody says which
	Sample int  // cases below which it may be chance
	NoGoal bool // it is shown, but no goal can be set for it
	Wins   bool // wins or costs tell it, beside counters
	Shared bool // the weekly review shows it of each member to their team, so each of them may ask for it
	Money  bool // it is counted in each currency by itself, though it is no amount
}

// Shape is how the numbers of days become one.
type Shape string

const (
	Sum      Shape = "sum"      // they add up; so do the parts of a goal
	Rate     Shape = "rate"     // a part of a whole: every part of a goal has the rate of the goal
	Mean     Shape = "mean"     // a sum divided by a count: likewise
	Median   Shape = "median"   // the middle one of all cases
	Last     Shape = "last"     // the latest one counts
	Quotient Shape = "quotient" // of two sums of money, divided already
)

// Unit is what a number of a metric is.
type Unit string

const (
	Amount   Unit = "amount"  // minor units of money
	Number   Unit = "number"  // a count
	Share    Unit = "share"   // hundredths of a percent
	Days     Unit = "days"    // hundredths of a day
	Duration Unit = "minutes" // minutes of working time
	Points   Unit = "points"  // hundredths of a point
)

// Level is a number in the unit of a metric, if one is set: minor units of money, a count,
// hundredths of a percent, hundredths of a day or a point, minutes of working time.
type Level struct {
	N   int64 `json:"n"`
	Set bool  `json:"set,omitempty"`
}

// To is a level that is set.
func To(n int64) Level { return Level{n, true} }
