package sheet

import (
	"maps"
	"slices"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Preset is how one system names its columns where the usual words are not enough.
type Preset struct {
	Name    string
	Columns map[Kind]map[string]string // column -> field, as in Ask.Fields
	// An exact preset belongs to one set of files, which is recognised by having exactly
	// these columns.
	Exact bool
}

// Presets that ship. If columns were renamed there, add a mapping of your own.
func Presets() []Preset {
	return []Preset{
		{Name: "crm-sales", Exact: true, Columns: map[Kind]map[string]string{
			People:   {"sales_agent": "name", "manager": "manager", "regional_office": "region"},
			Products: {"product": "name", "series": "series", "sales_price": "price"},
			Accounts: {"account": "name", "sector": "industry", "year_established": "since", "revenue": "revenue*1000000",
				"employees": "employees", "office_location": "region", "subsidiary_of": "parent"},
			Deals: {"opportunity_id": "id", "sales_agent": "owner", "product": "product", "account": "account",
				"deal_stage": "stage", "engage_date": "created", "close_date": "close", "close_value": "amount"},
		}},
		{Name: "zoho", Columns: map[Kind]map[string]string{
			People:   {"User Id": "id", "Full Name": "name", "Reporting To": "manager", "Role": "", "Profile": ""},
			Products: {"Product Id": "id", "Record Id": "id", "Product Name": "name", "Product Category": "series", "Unit Price": "price"},
			Accounts: {"Record Id": "id", "Account Id": "id", "Account Name": "name", "Account Owner": "owner", "Account Number": "",
				"Annual Revenue": "revenue", "Employees": "employees", "Billing Country": "region", "Parent Account": "parent"},
			Deals: {"Record Id": "id", "Deal Id": "id", "Deal Name": "name", "Deal Owner": "owner", "Account Name": "account",
				"Stage": "stage", "Created Time": "created", "Closing Date": "close", "Amount": "amount", "Reason For Loss": "reason"},
		}},
		{Name: "salesforce", Columns: map[Kind]map[string]string{
			People:   {"User ID": "id", "Full Name": "name", "Manager": "manager", "Role": ""},
			Products: {"Product ID": "id", "Product Name": "name", "Product Family": "series", "List Price": "price"},
			Accounts: {"Account ID": "id", "Account Name": "name", "Account Owner": "owner", "Billing Country": "region",
				"Parent Account": "parent"},
			Deals: {"Opportunity ID": "id", "Opportunity Name": "name", "Opportunity Owner": "owner", "Account Name": "account",
				"Stage": "stage", "Created Date": "created", "Close Date": "close", "Amount": "amount", "Loss Reason": "reason"},
		}},
		{Name: "fxiaoke", Columns: map[Kind]map[string]string{
			People:   {"员工编号": "id", "姓名": "name", "主属部门": "team", "汇报对象": "manager", "邮箱": "email"},
			Products: {"产品编码": "id", "产品名称": "name", "分类": "series", "标准价格": "price"},
			Accounts: {"客户编号": "id", "客户名称": "name", "负责人": "owner", "1级行业": "industry", "国家": "", "省": "region", "上级客户": "parent"},
			Deals: {"商机编号": "id", "商机名称": "name", "负责人": "owner", "客户名称": "account", "商机阶段": "stage", "销售阶段": "stage",
				"商机状态": "status", "创建时间": "created", "预计成交日期": "close", "商机金额": "amount", "预计成交金额": "amount", "输单原因": "reason"},
		}},
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

// signature finds the exact preset that has these columns and no others.
func signature(k Kind, header []string) Preset {
	has := folded(slices.Values(header))
	for _, p := range Presets() {
		if p.Exact && slices.Equal(has, folded(maps.Keys(p.Columns[k]))) {
			return p
		}
	}
	return Preset{}
}

func folded(columns func(func(string) bool)) []string {
	var all []string
	for c := range columns {
		all = append(all, phrase.FoldFull(c))
	}
	slices.Sort(all)
	return all
}
