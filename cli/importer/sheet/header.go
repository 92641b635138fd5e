package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales"
)

// Mapping says what the rows of a file are and which column holds which field.
type Mapping struct {
	Kind    Kind
	Why     Why    // how the kind was found
	Preset  string // the system it came from, "" for none known
	Columns []Column
	Stages  []string // the different words in the stage column, in order, at most maxStages
}

// Column is a column that holds a field. Its numbers are multiplied by Times, for files that
// count in millions or 万, and are in Currency, for those that name one in the header.
type Column struct {
	Index    int
	Field    string
	Times    int64
	Currency string  // a code or a sign, as in the header
	Decimal  Decimal // of amounts, as all cells of the column show
	Order    Order   // of days, likewise
	Epoch    int     // days to add to a spreadsheet's day numbers
}

// Has reports whether a column holds the field.
func (m Mapping) Has(field string) bool { _, ok := m.Column(field); return ok }

// Column returns the column of a field.
func (m Mapping) Column(field string) (Column, bool) {
	for _, c := range m.Columns {
		if c.Field == field {
			return c, true
		}
	}
	return Column{Times: 1}, false
}

// HasColumn reports whether the header names a column.
func (f *File) HasColumn(name string) bool {
	return slices.ContainsFunc(f.Header, func(h string) bool { return sales.FoldFull(h) == sales.FoldFull(name) })
}

// Expected reports whether the header says that the days of a field are expected ones.
func (f *File) Expected(field string) bool {
	c, ok := f.Column(field)
	if !ok {
		return false
	}
	name := sales.FoldFull(f.Header[c.Index])
	for _, word := range []string{"expected", "est", "forecast", "planned", "预计", "计划"} {
		if strings.HasPrefix(name, word) || strings.Contains(name, "expected") {
			return true
		}
	}
	return false
}

// heading is a field and its names in headers, folded, by how surely they mean it.
type heading struct {
	field string
	words string // separated by |
}

// List returns the texts of a cell whose column may hold several, as columns of associated records
// do, and whether the column has only the first of them; other columns hold one text.
func (f *File) List(r Row, field string) (texts []string, primary bool) {
	cell := f.Cell(r, field)
	c, ok := f.Column(field)
	if !ok || cell == "" {
		return nil, false
	}
	name := sales.FoldFull(f.Header[c.Index])
	if strings.Contains(name, "primary") || !strings.Contains(name, "associated") {
		return []string{cell}, strings.Contains(name, "primary")
	}
	for text := range strings.SplitSeq(cell, ";") {
		if text = strings.TrimSpace(text); text != "" {
			texts = append(texts, text)
		}
	}
	return texts, false
}

// headings lists the fields of each kind. Column names are compared without case, spaces and
// punctuation: "deal_stage" is "Deal Stage".
var headings = map[Kind][]heading{
	People: {
		{"id", "id|userid|employeeid|agentid|员工编号|人员编号|工号|用户编号"},
		{"name", "name|fullname|salesagent|agent|salesrep|rep|salesperson|user|username|employee|姓名|员工姓名|人员|销售|销售代表|业务员|用户名称"},
		{"email", "email|emailaddress|mail|邮箱|电子邮箱|邮件"},
		{"slack_id", "slackid|slackuser|slackuserid|slackmemberid|memberid"},
		{"team", "team|salesteam|teamname|group|团队|销售团队|小组|部门|主属部门"},
		{"manager", "manager|managername|reportsto|supervisor|经理|销售经理|主管|直属上级|汇报对象|上级"},
		{"region", "region|regionaloffice|office|area|territory|区域|大区|片区|地区|办事处"},
		{"role", "role|position|jobrole|角色"},
	},
	Products: {
		{"id", "id|productid|productcode|sku|code|产品编号|产品编码|编码"},
		{"name", "name|product|productname|title|产品|产品名称|名称|商品名称"},
		{"series", "series|category|productcategory|family|productfamily|line|系列|产品系列|产品线|分类|产品分类|类别"},
		{"price", "price|salesprice|unitprice|listprice|standardprice|单价|价格|标准价格|标准价|销售单价|目录价"},
		{"currency", "currency|currencycode|currencyisocode|pricecurrency|币种|货币"},
	},
	Accounts: {
		{"id", "id|accountid|accountnumber|customerid|companyid|organizationid|recordid|客户编号|客户编码|公司编号|客户id"},
		{"name", "name|account|accountname|company|companyname|customer|customername|organization|organizationname|organisation|" +
			"客户|客户名称|公司|公司名称|企业名称|单位名称|firma|kunde|empresa|cliente"},
		{"owner", "owner|accountowner|companyowner|salesagent|salesrep|负责人|客户负责人|所有人|客户所有人|归属人|销售"},
		{"industry", "industry|sector|行业|所属行业|1级行业|一级行业|branche"},
		{"region", "region|officelocation|location|country|billingcountry|city|地区|区域|国家|省|省份|城市|所在地"},
		{"employees", "employees|numberofemployees|noofemployees|headcount|人数|员工人数|员工数|企业规模"},
		{"revenue", "revenue|annualrevenue|turnover|年收入|年营收|营业额|年营业额|销售额"},
		{"currency", "currency|currencycode|currencyisocode|revenuecurrency|币种|货币"},
		{"since", "since|yearestablished|founded|yearfounded|established|成立年份|成立时间|成立日期"},
		{"source", "source|leadsource|accountsource|customersource|originalsource|originalsourcetype|来源|客户来源|线索来源|获客渠道|来源渠道"},
		{"parent", "parent|parentaccount|subsidiaryof|parentcompany|母公司|上级客户|上级公司|所属集团"},
		{"notes", notesWords},
	},
	Contacts: {
		{"id", "id|contactid|recordid|personid|联系人编号"},
		{"name", "name|fullname|contact|contactname|person|姓名|联系人|联系人姓名|联系人名称"},
		{"first", "firstname|givenname|vorname|名"},
		{"last", "lastname|surname|familyname|nachname|姓"},
		{"account", "associatedcompanyprimary|primarycompany|account|accountname|company|companyname|customer|customername|" +
			"organization|organizationname|associatedcompany|客户|客户名称|公司|公司名称"},
		{"account_id", accountIDWords},
		{"owner", "owner|contactowner|负责人|联系人负责人"},
		{"title", "title|jobtitle|position|职务|职位|头衔"},
		{"phone", "phone|mobile|mobilephone|phonenumber|telephone|tel|workphone|phonework|phonemobile|电话|手机|联系电话|手机号"},
		{"email", "email|emailaddress|mail|workemail|emailwork|邮箱|电子邮箱|邮件"},
		{"notes", notesWords},
	},
	Deals: {
		{"id", "id|opportunityid|opportunitynumber|dealid|dealnumber|recordid|donotmodifyopportunity|商机编号|商机id|机会编号|项目编号"},
		{"name", "name|opportunityname|dealname|title|topic|opportunity|deal|商机名称|商机|机会名称|项目名称|销售机会"},
		{"owner", "owner|opportunityowner|dealowner|ownername|salesagent|agent|salesrep|salesperson|assignedto|assignedbyid|负责人|" +
			"商机负责人|商机所有人|销售|" +
			"销售代表|销售人员|业务员"},
		{"account", "associatedcompanyprimary|primarycompany|account|accountname|company|companyname|customer|customername|" +
			"associatedcompany|organization|" +
			"organizationname|potentialcustomer|client|" +
			"客户|客户名称|公司|公司名称"},
		{"account_id", accountIDWords},
		{"product", "product|productname|产品|产品名称|意向产品"},
		{"stage", "stage|dealstage|opportunitystage|salesstage|stagename|stageid|pipelinestage|stagepipeline|阶段|销售阶段|商机阶段|当前阶段"},
		{"status", "status|dealstatus|opportunitystatus|outcome|状态|商机状态|赢单状态|结果"},
		{"pipeline", "pipeline|pipelinename|salespipeline|销售管道|销售流程"},
		{"created", "created|createddate|createdate|createdtime|createdat|createdon|dealcreated|begindate|engagedate|startdate|" +
			"opendate|creationdate|" +
			"创建时间|创建日期|开始日期|立项日期"},
		{"close", "expectedclosedate|expectedclose|expectedclosing|expectedclosingdate|estclosedate|estimatedclosedate|" +
			"forecastclosedate|plannedclosedate|" +
			"closedate|closingdate|close|预计成交日期|预计成交时间|预计签单日期|预计结单日期|结单日期|成交日期|关闭日期"},
		{"closed", "actualclosedate|actualclose|actualclosingdate|dateclosed|closeddate|closedon|closedat|dealclosedon|closed|" +
			"closetime|" +
			"实际成交日期|实际结单日期|实际签单日期|实际关闭日期"},
		{"won", "wontime|wondate|wonon|datewon|赢单时间|赢单日期"},
		{"lost", "losttime|lostdate|loston|datelost|输单时间|输单日期"},
		{"amount", "amount|closevalue|value|dealvalue|dealamount|opportunityamount|totalamount|estrevenue|estimatedrevenue|" +
			"expectedrevenue|price|betrag|" +
			"金额|商机金额|预计金额|预计销售金额|预计成交金额|成交金额|合同金额"},
		{"currency", "currency|currencycode|currencyid|currencyisocode|currencyofvalue|amountcurrency|dealcurrencycode|币种|货币"},
		{"reason", "reason|lostreason|lossreason|reasonforloss|closedlostreason|输单原因|丢单原因|失败原因"},
		{"competitor", "competitor|competitors|rival|竞争对手|竞品"},
		{"notes", notesWords},
	},
	Costs: {
		{"month", "month|costmonth|period|月份|月|费用月份"},
		{"source", "source|channel|leadsource|customersource|来源|渠道|获客渠道|客户来源"},
		{"amount", "amount|cost|costs|spend|spent|金额|成本|费用|花费|获客成本"},
		{"currency", "currency|currencycode|币种|货币"},
		{"team", "team|teamname|团队|部门|小组"},
	},
}

const accountIDWords = "associatedcompanyidsprimary|associatedcompanyidprimary|primarycompanyid|accountid|customerid|companyid|" +
	"organizationid|associatedcompanyid|associatedcompanyids|客户编号|客户id"

const notesWords = "notes|note|comments|comment|description|remarks|dealdescription|备注|说明|描述"

// own are fields that only Dealdesk's own export has.
var own = map[Kind][]string{
	People: {"external"}, Products: {"external"}, Accounts: {"external", "tier", "created"}, Contacts: {"external", "role", "created"},
	Deals: {"external"},
}

// Fields of a kind that a file may have, in the order of the documentation.
func Fields(k Kind) []string {
	var all []string
	for _, h := range headings[k] {
		all = append(all, h.field)
	}
	if k == Deals {
		all = append(all, "need", "budget") // no header is sure enough to mean them
	}
	return all
}

// headingWords are all names of all fields, folded.
func headingWords() map[string]bool {
	all := map[string]bool{}
	for _, list := range headings {
		for _, h := range list {
			for word := range strings.SplitSeq(h.words, "|") {
				all[word] = true
			}
		}
	}
	return all
}

// scopes name the kind of record in front of a column, as in "Deal - Owner".
var scopes = map[string]Kind{"deal": Deals, "opportunity": Deals, "organization": Accounts, "organisation": Accounts, "account": Accounts,
	"company": Accounts, "person": Contacts, "contact": Contacts, "product": Products, "user": People, "商机": Deals, "客户": Accounts}

var scoped = regexp.MustCompile(`^(\pL+)\s*(?:[-–:：]|\.)\s*(.+)$`)

// names are the ways to read a column's name as one of the kind, folded, the surest first; unit
// is what the last of them leaves out.
func names(column string, k Kind) (words []string, unit Unit) {
	words = []string{sales.FoldFull(column)}
	plain := column
	if m := scoped.FindStringSubmatch(column); m != nil && scopes[strings.ToLower(m[1])] == k {
		plain = m[2]
		words = append(words, sales.FoldFull(plain))
	}
	if name, unit := unitOf(plain); unit != (Unit{}) {
		return append(words, sales.FoldFull(name)), unit
	}
	return words, Unit{}
}

// mapping decides which column is which field: by what was asked for, then the preset, then
// the usual words. What was asked for and the kind does not have is left out, and the error.
func (f *File) mapping(k Kind, preset Preset, asked map[string]string) (Mapping, error) {
	m := Mapping{Kind: k, Preset: preset.Name}
	var wrong error
	taken := map[string]bool{}
	free := map[int]bool{} // columns that nothing was said about
	for i := range f.Header {
		free[i] = true
	}
	for _, fields := range []map[string]string{asked, preset.Columns[k]} {
		said := map[string]string{}
		for column, field := range fields {
			said[sales.FoldFull(column)] = field
		}
		for i, column := range f.Header {
			field, ok := said[sales.FoldFull(column)]
			if !ok || !free[i] {
				continue
			}
			if free[i] = false; field == "" {
				continue
			}
			c, known := columnOf(i, field, k)
			if !known && (preset.Name != Own || !slices.Contains(own[k], field)) {
				wrong = sales.No("import.field_unknown", "File", f.Name, "Column", column, "Given", field, "Kind", string(k),
					"Fields", Fields(k))
				continue
			}
			if _, unit := unitOf(column); c.Times == 1 {
				c.Times, c.Currency = max(1, unit.Times), unit.Currency
			}
			if !taken[c.Field] {
				taken[c.Field] = true
				m.Columns = append(m.Columns, c)
			}
		}
	}
	type reading struct {
		words []string
		unit  Unit
	}
	readings := make([]reading, len(f.Header))
	for i, column := range f.Header {
		readings[i].words, readings[i].unit = names(column, k)
	}
	for _, h := range headings[k] {
		for word := range strings.SplitSeq(h.words, "|") {
			for i, r := range readings {
				at := slices.Index(r.words, word)
				if at < 0 || !free[i] || taken[h.field] {
					continue
				}
				c := Column{Index: i, Field: h.field, Times: 1}
				if amounts(h.field) {
					c.Times, c.Currency = max(1, r.unit.Times), r.unit.Currency
				} else if r.unit != (Unit{}) && at == len(r.words)-1 && at > 0 {
					continue // "Created (EUR)" is not a day
				}
				free[i], taken[h.field] = false, true
				m.Columns = append(m.Columns, c)
			}
		}
	}
	slices.SortFunc(m.Columns, func(a, b Column) int { return a.Index - b.Index })
	return m, wrong
}

func amounts(field string) bool { return field == "amount" || field == "price" || field == "revenue" }

func days(field string) bool {
	return slices.Contains([]string{"created", "close", "closed", "won", "lost"}, field)
}

// columnOf reads "field", or "field*1000" of an amount.
func columnOf(i int, text string, k Kind) (c Column, known bool) {
	field, factor, scaled := strings.Cut(strings.ToLower(text), "*")
	c = Column{Index: i, Field: field, Times: 1}
	if scaled {
		n, err := strconv.ParseInt(factor, 10, 64)
		if err != nil || n < 1 || n > 1e9 || !amounts(field) {
			return c, false
		}
		c.Times = n
	}
	return c, slices.Contains(Fields(k), field)
}

// Cell returns the text of a field; "" for one that the file does not have or that says
// nothing.
func (f *File) Cell(r Row, field string) string {
	for _, c := range f.Columns {
		if c.Field == field && c.Index < len(r.Cells) {
			return meaning(r.Cells[c.Index])
		}
	}
	return ""
}
