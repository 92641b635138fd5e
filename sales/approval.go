package sales

import "time"

// ApprovalStatus of a request. Only Waiting can change.
type ApprovalStatus string

const (
	Waiting  ApprovalStatus = "waiting"
	Approved ApprovalStatus = "approved"
	Rejected ApprovalStatus = "rejected"
	Returned ApprovalStatus = "returned" // the approver asked for a change
	Voided   ApprovalStatus = "voided"   // the terms it was bound to changed
	Expired  ApprovalStatus = "expired"
	Recalled ApprovalStatus = "recalled" // by the requester
)

// Approval is a request for a discount on exactly one version of a deal's terms.
type Approval struct {
	ID        string         `json:"id"`
	Deal      string         `json:"deal"`
	Account   string         `json:"account,omitempty"`
	Team      string         `json:"team"`
	Requester string         `json:"requester"`
	Terms     int            `json:"terms"`  // Deal.Terms the request is for (U12)
	Amount    Money          `json:"amount"` // before discount, as it stood
	Discount  Percent        `json:"discount"`
	Reason    string         `json:"reason,omitempty"`
	Level     Role           `json:"level"`           // lowest role that may decide
	Asked     string         `json:"asked,omitempty"` // Person.IDs of who is asked to, separated by spaces
	Status    ApprovalStatus `json:"status"`
	Created   time.Time      `json:"created"`
	Expires   time.Time      `json:"expires"`
	Decided   time.Time      `json:"decided,omitzero"`
	By        string         `json:"by,omitempty"`
	Answer    string         `json:"answer,omitempty"` // reason of a rejection, the change asked for
	Replaces  string         `json:"replaces,omitempty"`
}

// Net is what the customer would pay.
func (a Approval) Net() Money { return a.Amount.Less(a.Discount) }
