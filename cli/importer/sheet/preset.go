package sheet

import (
	"maps"
	"slices"
	"strings"

	"dealdesk/sales"
)

// Preset is how one system names its columns and stages where the usual words are not enough.
type Preset struct {
	Name    string
	Columns map[Kind]map[string]string // column -> field, as in Ask.Fields
	// Stages of its default pipeline: "word=stage", with a stage of each of our templates.
	Stages string
	// A file that has all of Signs among its columns is from this system.
	Signs []string
	// An exact preset belongs to one set of files, which is recognised by having exactly
	// these columns.
	Exact bool
}

// Own is the preset of Dealdesk's own export.
const Own = "dealdesk"

// Presets that ship. If columns were renamed there, add a mapping of your own.
func Presets() []Preset {
	return []Preset{
		{Name: Own, Columns: map[Kind]map[string]string{
			People: {"id": "id", "name": "name", "team": "team", "role": "role", "email": "email", "external": "external"},
			Products: {"id": "id", "name": "name", "series": "series", "price": "price", "price_currency": "currency",
				"external": "external"},
			Costs: {"month": "month", "source": "source", "team": "team", "amount": "amount", "amount_currency": "currency"},
			Accounts: {"id": "id", "name": "name", "owner": "owner", "source": "source",
				"industry": "industry", "region": "region", "employees": "employees",
				"revenue": "revenue", "revenue_currency": "currency", "since": "since", "parent": "parent", "tier": "tier",
				"created":  "created",
				"external": "external"},
			Contacts: {"id": "id", "account": "account_id", "name": "name", "title": "title", "role": "role", "phone": "phone",
				"email": "email", "created": "created", "external": "external"},
			Deals: {"id": "id", "name": "name", "account": "account_id", "owner": "owner", "pipeline": "pipeline", "stage": "stage",
				"status": "status", "amount": "amount", "amount_currency": "currency", "close": "close", "closed": "",
				"created": "created",
				"product": "product", "need": "need", "budget": "budget", "reason": "reason", "competitor": "competitor",
				"external": "external"},
		}},
		{Name: "crm-sales", Exact: true, Columns: map[Kind]map[string]string{
			People:   {"sales_agent": "name", "manager": "manager", "regional_office": "region"},
			Products: {"product": "name", "series": "series", "sales_price": "price"},
			Accounts: {"account": "name", "sector": "industry", "year_established": "since", "revenue": "revenue*1000000",
				"employees": "employees", "office_location": "region", "subsidiary_of": "parent"},
			Deals: {"opportunity_id": "id", "sales_agent": "owner", "product": "product", "account": "account",
				"deal_stage": "stage", "engage_date": "created", "close_date": "close", "close_value": "amount"},
		}},
		{Name: "hubspot", Signs: []string{"Record ID", "Deal Stage"}, Columns: map[Kind]map[string]string{
			People:   {"User ID": "id", "Full Name": "name", "Primary Team": "team"},
			Products: {"Record ID": "id", "Name": "name", "SKU": "", "Unit price": "price"},
			Accounts: {"Record ID": "id", "Company name": "name", "Company owner": "owner", "Industry": "industry",
				"Country/Region":      "region",
				"Number of Employees": "employees", "Annual Revenue": "revenue", "Parent Company": "parent"},
			Contacts: {"Record ID": "id", "First Name": "first", "Last Name": "last", "Email": "email", "Phone Number": "phone",
				"Job Title": "title", "Associated Company (Primary)": "account", "Contact owner": "owner"},
			Deals: {"Record ID": "id", "Deal Name": "name", "Deal owner": "owner", "Deal Stage": "stage", "Amount": "amount",
				"Close Date": "close", "Create Date": "created", "Closed Lost Reason": "reason",
				"Pipeline": "pipeline", "Deal Description": "notes"},
		}, Stages: "appointmentscheduled=lead prospect|qualifiedtobuy=discovery interested|presentationscheduled=proposal confirmed|" +
			"decisionmakerboughtin=negotiation solution|contractsent=contract closing"},
		{Name: "pipedrive", Signs: []string{"Deal - Title"}, Columns: map[Kind]map[string]string{
			People: {"User - Name": "name", "User - Email": "email"},
			Products: {"Product - Name": "name", "Product - Product code": "id", "Product - Unit prices": "price",
				"Product - Category": "series"},
			Accounts: {"Organization - Name": "name", "Organization - ID": "id", "Organization - Owner": "owner",
				"Organization - Industry": "industry"},
			Contacts: {"Person - Name": "name", "Person - ID": "id", "Person - Organization": "account", "Person - Email": "email",
				"Person - Phone": "phone", "Person - Job title": "title", "Person - Owner": "owner"},
			Deals: {"Deal - ID": "id", "Deal - Title": "name", "Deal - Owner": "owner", "Deal - Value": "amount",
				"Deal - Currency of Value": "currency", "Deal - Organization": "account", "Deal - Stage": "stage",
				"Deal - Status":   "status",
				"Deal - Pipeline": "pipeline", "Deal - Deal created": "created", "Deal - Expected close date": "close",
				"Deal - Won time": "won", "Deal - Lost time": "lost", "Deal - Deal closed on": "closed", "Deal - Lost reason": "reason"},
		}, Stages: "qualified=lead prospect|contactmade=discovery interested|demoscheduled=discovery interested|" +
			"proposalmade=proposal solution|negotiationsstarted=negotiation closing|leadin=lead prospect|idea=lead " +
			"prospect|needsdefined=discovery interested"},
		{Name: "zoho", Columns: map[Kind]map[string]string{
			People: {"User Id": "id", "Full Name": "name", "Reporting To": "manager", "Role": "", "Profile": ""},
			Products: {"Product Id": "id", "Record Id": "id", "Product Name": "name", "Product Category": "series",
				"Unit Price": "price"},
			Accounts: {"Record Id": "id", "Account Id": "id", "Account Name": "name", "Account Owner": "owner", "Account Number": "",
				"Annual Revenue": "revenue", "Employees": "employees", "Billing Country": "region", "Parent Account": "parent"},
			Contacts: {"Record Id": "id", "Contact Id": "id", "First Name": "first", "Last Name": "last", "Account Name": "account",
				"Contact Owner": "owner", "Email": "email", "Phone": "phone", "Title": "title"},
			Deals: {"Record Id": "id", "Deal Id": "id", "Deal Name": "name", "Deal Owner": "owner", "Account Name": "account",
				"Stage": "stage", "Created Time": "created", "Closing Date": "close", "Amount": "amount", "Reason For Loss": "reason"},
		}, Stages: "qualification=lead prospect|needsanalysis=discovery interested|valueproposition=discovery interested|" +
			"identifydecisionmakers=discovery interested|proposalpricequote=proposal solution|negotiationreview=negotiation closing|" +
			"closedlosttocompetition=lost lost"},
		{Name: "salesforce", Signs: []string{"Opportunity Name", "Opportunity Owner"}, Columns: map[Kind]map[string]string{
			People:   {"User ID": "id", "Full Name": "name", "Manager": "manager", "Role": ""},
			Products: {"Product ID": "id", "Product Name": "name", "Product Family": "series", "List Price": "price"},
			Accounts: {"Account ID": "id", "Account Name": "name", "Account Owner": "owner", "Billing Country": "region",
				"Parent Account": "parent"},
			Contacts: {"Contact ID": "id", "First Name": "first", "Last Name": "last", "Account Name": "account", "Title": "title",
				"Phone": "phone", "Email": "email", "Contact Owner": "owner"},
			Deals: {"Opportunity ID": "id", "Opportunity Name": "name", "Opportunity Owner": "owner", "Account Name": "account",
				"Stage": "stage", "Created Date": "created", "Close Date": "close", "Amount": "amount", "Loss Reason": "reason"},
		}, Stages: "prospecting=lead prospect|qualification=lead prospect|needsanalysis=discovery " +
			"interested|valueproposition=discovery interested|" +
			"iddecisionmakers=discovery interested|perceptionanalysis=proposal confirmed|proposalpricequote=proposal solution|" +
			"negotiationreview=negotiation closing"},
		{Name: "fxiaoke", Signs: []string{"商机名称", "商机阶段"}, Columns: map[Kind]map[string]string{
			People:   {"员工编号": "id", "姓名": "name", "主属部门": "team", "汇报对象": "manager", "邮箱": "email"},
			Products: {"产品编码": "id", "产品名称": "name", "分类": "series", "标准价格": "price"},
			Accounts: {"客户编号": "id", "客户名称": "name", "负责人": "owner", "1级行业": "industry", "国家": "", "省": "region", "上级客户": "parent"},
			Contacts: {"联系人编号": "id", "姓名": "name", "客户名称": "account", "负责人": "owner", "职务": "title", "手机": "phone", "邮件": "email"},
			Deals: {"商机编号": "id", "商机名称": "name", "负责人": "owner", "客户名称": "account", "商机阶段": "stage", "销售阶段": "stage",
				"商机状态": "status", "创建时间": "created", "预计成交日期": "close", "商机金额": "amount", "预计成交金额": "amount", "输单原因": "reason"},
		}, Stages: "验证客户=lead prospect|需求确定=discovery interested|需求确认=discovery interested|方案报价=proposal solution|" +
			"谈判审核=negotiation closing|招投标=negotiation solution|合同签订=contract closing"},
		{Name: "odoo", Signs: []string{"Salesperson", "Expected Revenue"}, Columns: map[Kind]map[string]string{
			Deals: {"Opportunity": "name", "Customer": "account", "Salesperson": "owner", "Expected Revenue": "amount", "Stage": "stage",
				"Expected Closing": "close", "Created on": "created", "Closed Date": "closed", "Lost Reason": "reason"},
		}, Stages: "new=lead prospect|qualified=discovery interested|proposition=proposal solution"},
		{Name: "dynamics", Signs: []string{"Topic", "Est. Revenue"}, Columns: map[Kind]map[string]string{
			Deals: {"(Do Not Modify) Opportunity": "id", "Topic": "name", "Account": "account", "Potential Customer": "account",
				"Est. Close Date": "close", "Est. Revenue": "amount", "Actual Close Date": "closed", "Status": "status",
				"Status Reason": "",
				"Owner":         "owner", "Created On": "created", "Actual Revenue": ""},
		}, Stages: "qualify=lead prospect|develop=discovery interested|propose=proposal solution|close=contract closing"},
		{Name: "bitrix24", Signs: []string{"STAGE_ID", "ASSIGNED_BY_ID"}, Columns: map[Kind]map[string]string{
			Deals: {"ID": "id", "TITLE": "name", "STAGE_ID": "stage", "ASSIGNED_BY_ID": "owner", "OPPORTUNITY": "amount",
				"CURRENCY_ID": "currency",
				"BEGINDATE":   "created", "CLOSEDATE": "close", "COMPANY_ID": "account_id", "COMPANY_TITLE": "account",
				"COMMENTS": "notes"},
		}, Stages: "new=lead prospect|preparation=discovery interested|prepaymentinvoice=proposal " +
			"solution|executing=negotiation closing|" +
			"finalinvoice=contract closing|apology=lost lost"},
	}
}

func findPreset(name string) (Preset, error) {
	if name == "" {
		return Preset{}, nil
	}
	var names []string
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Preset{}, sales.No("import.preset_unknown", "Given", name, "Known", names)
}

// recognised finds the system that a file is from by its columns.
func (f *File) recognised() Preset {
	has := folded(slices.Values(f.Header))
	for _, p := range Presets() {
		switch {
		case p.Exact:
			for _, columns := range p.Columns {
				if slices.Equal(has, folded(maps.Keys(columns))) {
					return p
				}
			}
		case p.Name == Own:
			if f.ownExport(has) {
				return p
			}
		case len(p.Signs) > 0 && subset(folded(slices.Values(p.Signs)), has):
			return p
		}
	}
	return Preset{}
}

func subset(some, of []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(of, s) })
}

// ownExport reports whether the columns are those of dealdesk export.
func (f *File) ownExport(has []string) bool {
	for _, signs := range []string{"id name account owner pipeline stage status amountcurrency external", "id name owner external",
		"id name role external", "id name pricecurrency external", "id account name by created"} {
		if subset(strings.Fields(signs), has) {
			return true
		}
	}
	return false
}

// ownTable reports whether the file is a table of our own export that holds no records of a
// kind.
func (f *File) ownTable() bool {
	table := strings.TrimSuffix(strings.TrimSuffix(f.Name, ".csv"), ".xlsx")
	has := folded(slices.Values(f.Header))
	return strings.Contains(ownTables, "|"+table+"|") &&
		(slices.Contains(has, "id") || strings.Contains("|configured|nudge|run|spending|", "|"+table+"|"))
}

// ByStages finds the system whose default pipeline the words of a stage column are from: at
// least three of them, and most.
func ByStages(words []string) Preset {
	var best Preset
	most := 2
	for _, p := range Presets() {
		n := 0
		for _, w := range words {
			if p.Stage(w) != nil {
				n++
			}
		}
		if n > most && n*5 >= len(words)*3 {
			best, most = p, n
		}
	}
	return best
}

// Stage is what a word means in the system's default pipeline: a stage of each of our
// templates; nil if it has none.
func (p Preset) Stage(word string) []string {
	word = sales.FoldFull(word)
	for entry := range strings.SplitSeq(p.Stages, "|") {
		if known, means, _ := strings.Cut(entry, "="); known == word && known != "" {
			return strings.Fields(means)
		}
	}
	return nil
}

func folded(columns func(func(string) bool)) []string {
	var all []string
	for c := range columns {
		all = append(all, sales.FoldFull(c))
	}
	slices.Sort(all)
	return all
}

// System is the one whose stages the file has: of its columns, or of the words themselves.
func (f *File) System() Preset {
	if f.system == nil {
		p, err := findPreset(f.Preset)
		if err != nil || p.Stages == "" {
			p = ByStages(f.Stages)
		}
		f.system = &p
	}
	return *f.system
}
