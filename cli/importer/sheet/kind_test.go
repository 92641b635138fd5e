package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/cli/importer/sheet"
)

// shapes are names and headers of files, and what they are taken for: a kind with its fields in
// the order of the columns, or the code of the refusal. After "/" stands a preset.
var shapes = []struct{ name, header, want string }{
	// What the columns alone show.
	{"file", "Sales Agent,Manager,Regional Office", "people name manager region/crm-sales"},
	{"file", "姓名,团队,销售经理,Slack ID", "people name team manager slack_id"},
	{"file", "product;series;sales_price", "products name series price/crm-sales"},
	{"file", "产品名称\t标准价格\t备注", "products name price"},
	{"file", "account,sector,employees,subsidiary_of", "accounts name industry employees parent"},
	{"file", "客户名称,行业,负责人,所在地", "accounts name industry owner region"},
	{"file", "Name,Company,Title,Email,Phone", "contacts name account title email phone"},
	{"file", "First Name,Last Name,Account Name,Mobile", "contacts first last account phone"},
	{"file", "联系人,客户名称,职务,手机", "contacts name account title phone"},
	{"file", "opportunity_id,owner,deal_stage,close_date,close_value", "deals id owner stage close amount"},
	{"file", "商机名称,客户名称,负责人,销售阶段,预计成交日期,商机金额,输单原因", "deals name account owner stage close amount reason"},
	{"file", "Deal Name|Stage|Amount", "deals name stage amount"},
	{"file", "name", "import.kind_unclear"},
	{"file", "name,email", "import.kind_unclear"},
	{"file", "a,b,c", "import.kind_unclear"},
	{"file", "Name,Phone", "import.kind_unclear"},
	// What the name adds.
	{"people", "name", "people name"},
	{"people", "name,email", "people name email"},
	{"users", "Full Name,Email,Role", "people name email role"},
	{"sales_teams", "sales_agent,manager,regional_office", "people name manager region/crm-sales"},
	{"销售团队", "姓名,邮箱", "people name email"},
	{"products", "name,price", "products name price"},
	{"accounts", "name,owner", "accounts name owner"},
	{"companies", "Company name,Company owner", "accounts name owner"},
	{"account_contacts", "Name,Company,Email", "contacts name account email"},
	{"contacts", "Name,Company", "contacts name account"},
	{"联系人", "姓名,公司", "contacts name account"},
	{"deals", "Name,Stage,Owner", "deals name stage owner"},
	{"opportunities", "Name,Status", "deals name status"},
	{"客户商机", "名称,阶段", "import.columns_missing"},
	{"deals", "Name,Owner", "import.columns_missing"},
	{"people", "Name,Company,Title,Email,Phone", "contacts name account title email phone"},
	{"users", "Name,Company,Email", "contacts name account email"},
	{"team", "Name,Customer,Phone", "contacts name account phone"},
	// What cannot be imported is not taken for something else.
	{"leads", "Name,Company,Email,Phone,Owner", "import.leads_not_taken"},
	{"线索", "姓名,公司,手机", "import.leads_not_taken"},
	{"activities", "Subject,Owner,Account,Status", "import.kind_not_taken"},
	{"quotes", "Name,Status,Amount", "import.kind_not_taken"},
	{"tasks", "Name,Status,Owner", "import.kind_not_taken"},
	// Deals are not products, customers or people, whatever else they name.
	{"file", "Product,Stage,Deal ID,Amount", "deals product stage id amount"},
	{"export", "Customer,Owner,Stage,Deal Name,Industry", "deals account owner stage name"},
	{"export", "Sales Rep,Manager,Deal ID,Status", "deals owner id status"},
	// Systems that are recognised.
	{"deals", "ID,STAGE_ID,ASSIGNED_BY_ID,OPPORTUNITY,BEGINDATE,CLOSEDATE,TITLE,CURRENCY_ID",
		"deals id stage owner amount created close name currency/bitrix24"},
	{"opportunities", "(Do Not Modify) Opportunity,Topic,Account,Est. Close Date,Est. Revenue,Status,Status Reason,Owner",
		"deals id name account close amount status owner/dynamics"},
	{"file", "Opportunity,Customer,Salesperson,Expected Revenue,Stage,Expected Closing",
		"deals name account owner amount stage close/odoo"},
	{"file", "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Associated Company", "deals id name stage amount owner account/hubspot"},
	{"file", "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Stage,Deal - Won time",
		"deals id name owner amount currency account stage won/pipedrive"},
	{"file", "Opportunity Name,Stage,Amount,Opportunity Owner,Account Name", "deals name stage amount owner account/salesforce"},
	{"file", "商机名称,商机阶段,商机金额,负责人", "deals name stage amount owner/fxiaoke"},
	{"opportunity_id", "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
		"deals id owner product account stage created close amount/crm-sales"},
	{"deal", "id,name,account,owner,team,pipeline,stage,status,amount,amount_currency,close,created,external",
		"deals id name account_id owner pipeline stage status amount currency close created external/dealdesk"},
	{"account", "id,name,owner,external", "accounts id name owner external/dealdesk"},
	{"person", "id,name,role,email,external", "people id name role email external/dealdesk"},
	{"activity", "id,kind,note", "passed over"},
	{"configured", "people,teams", "passed over"},
	// Columns that change what others mean.
	{"deals", "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate", "deals id name stage amount currency close"},
	{"deals", "Name,Stage,Amount,expected_close_date,actual_close_date", "deals name stage amount close closed"},
	{"deals", "Name,Stage,预计成交金额（万元）", "deals name stage amount*10000 元"},
	{"deals", "Name,Stage,\"Amount, USD\"", "deals name stage amount*1 USD"},
	{"deals", "Name,Stage,Value (k€)", "deals name stage amount*1000 €"},
	{"deals", "Name,Stage,Umsatz,Amount in EUR", "deals name stage amount*1 EUR"},
	{"deals", "Deal name,customer_id,stage", "deals name account_id stage"},
	{"accounts", "customer_id,company_name,account_owner", "accounts id name owner"},
	{"contacts", "Name,company_id,email", "contacts name account_id email"},
	{"deals", "Name,Stage,Amount,Expected Revenue", "deals name stage amount"},
	{"deals", "Name,Stage,Notes,Owner", "deals name stage notes owner"},
	// Headers that are not in the first line, or are broken in two.
	{"deals", "Pipeline report,,\n,,\nName,Stage,Owner", "deals name stage owner"},
	{"deals", "sep=;\nName;Stage;Owner", "deals name stage owner"},
	{"deals", "\"Deal\nName\",Stage,Owner", "deals name stage owner"},
	{"deals", "Name\tStage\tOwner", "deals name stage owner"},
}

func TestFilesAreTakenForWhatTheyHold(t *testing.T) {
	for _, c := range shapes {
		f, err := sheet.Read(c.name+".csv", []byte(c.header+"\n"), "auto")
		if err == nil {
			err = f.Map(sheet.Ask{})
		}
		if got := code(err) + taken(f, err); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.name, c.header, got, c.want)
		}
	}
	if len(shapes) < 60 {
		t.Errorf("only %d shapes", len(shapes))
	}
}

func taken(f sheet.File, err error) string {
	if err != nil {
		return ""
	}
	words := []string{string(f.Kind)}
	for _, c := range f.Columns {
		word := c.Field
		if c.Times > 1 || c.Currency != "" {
			word += fmt.Sprintf("*%d %s", c.Times, c.Currency)
		}
		words = append(words, word)
	}
	text := strings.Join(words, " ")
	if f.Preset != "" {
		text += "/" + f.Preset
	}
	return text
}

func TestAColumnThatChangesTheOthersIsAskedAbout(t *testing.T) {
	for text, want := range map[string]string{
		"Name,Stage,Amount,Money\nA,Open,1,EUR\n":                   "import.column_unclear", // a currency that is not called so
		"Name,Stage,Amount,Deal currency\nA,Open,1,EUR\n":           "",
		"Name,Stage,Amount,Country\nA,Open,1,USA\n":                 "",
		"Name,Stage,Amount (weighted)\nA,Open,100\n":                "import.column_unclear",
		"Name,Stage,Total contract value\nA,Open,100\n":             "import.column_unclear",
		"Name,Stage,Amount,Amount (weighted)\nA,Open,100,50\n":      "",
		"Name,Stage,Value proposition\nA,Open,faster and cheaper\n": "",
	} {
		f, err := sheet.Read("deals.csv", []byte(text), "auto")
		if err == nil {
			err = f.Map(sheet.Ask{})
		}
		if code(err) != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
