package sheet

import (
	"slices"
	"strconv"
	"strings"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Mapping says what the rows of a file are and which column holds which field.
type Mapping struct {
	Kind    Kind
	Preset  string // the preset it came from, "" for none
	Columns []Column
}

// Column is a column that holds a field. Its numbers are multiplied by Times, for files that
// count in millions or 万.
type Column struct {
	Index int
	Field string
	Times int64
}

// heading is a field and its names in headers, folded.
type heading struct {
	field string
	words string // separated by |
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
	},
	Accounts: {
		{"id", "id|accountid|accountnumber|customerid|companyid|recordid|客户编号|客户编码|公司编号"},
		{"name", "name|account|accountname|company|companyname|customer|customername|organization|organisation|客户|客户名称|公司|公司名称|企业名称|单位名称"},
		{"owner", "owner|accountowner|salesagent|salesrep|负责人|客户负责人|所有人|客户所有人|归属人|销售"},
		{"industry", "industry|sector|行业|所属行业|1级行业|一级行业"},
		{"region", "region|officelocation|location|country|billingcountry|city|地区|区域|国家|省|省份|城市|所在地"},
		{"employees", "employees|numberofemployees|noofemployees|headcount|人数|员工人数|员工数|企业规模"},
		{"revenue", "revenue|annualrevenue|turnover|年收入|年营收|营业额|年营业额|销售额"},
		{"since", "since|yearestablished|founded|yearfounded|established|成立年份|成立时间|成立日期"},
		{"parent", "parent|parentaccount|subsidiaryof|parentcompany|母公司|上级客户|上级公司|所属集团"},
	},
	Deals: {
		{"id", "id|opportunityid|opportunitynumber|dealid|dealnumber|recordid|商机编号|商机id|机会编号|项目编号"},
		{"name", "name|opportunity|opportunityname|deal|dealname|title|商机|商机名称|机会名称|项目名称|销售机会"},
		{"owner", "owner|opportunityowner|dealowner|salesagent|agent|salesrep|salesperson|assignedto|负责人|商机负责人|商机所有人|销售|销售代表|销售人员|业务员"},
		{"account", "account|accountname|company|companyname|customer|customername|associatedcompany|客户|客户名称|公司|公司名称"},
		{"product", "product|productname|产品|产品名称|意向产品"},
		{"stage", "stage|dealstage|opportunitystage|salesstage|阶段|销售阶段|商机阶段|当前阶段"},
		{"status", "status|dealstatus|opportunitystatus|outcome|状态|商机状态|赢单状态|结果"},
		{"created", "created|createddate|createdate|createdtime|createdat|engagedate|startdate|opendate|创建时间|创建日期|开始日期|立项日期"},
		{"close", "close|closedate|closingdate|closed|expectedclosedate|expectedclose|预计成交日期|预计成交时间|预计签单日期|结单日期|成交日期|关闭日期"},
		{"amount", "amount|closevalue|value|dealvalue|dealamount|opportunityamount|price|金额|商机金额|预计金额|预计销售金额|预计成交金额|成交金额|合同金额"},
		{"currency", "currency|currencycode|币种|货币"},
		{"reason", "reason|lostreason|lossreason|reasonforloss|closedlostreason|输单原因|丢单原因|失败原因"},
		{"competitor", "competitor|competitors|rival|竞争对手|竞品"},
	},
}

// Fields of a kind, in the order of the documentation.
func Fields(k Kind) []string {
	var all []string
	for _, h := range headings[k] {
		all = append(all, h.field)
	}
	return all
}

// Ask is how the importer wants files to be read. The zero Ask guesses everything.
type Ask struct {
	Kind   Kind              // of every file
	Preset string            // name of a preset
	Fields map[string]string // column -> field, "field*1000", or "" to leave the column out
}

// Map decides what f holds: by what was asked first, then the preset, then the usual words.
// If ask has no kind, f is of the kind that explains most of its columns.
//
// Problems: import.preset_unknown, import.field_unknown, import.kind_unclear,
// import.columns_missing.
func (f *File) Map(ask Ask) error {
	preset, err := findPreset(ask.Preset)
	if err != nil {
		return err
	}
	var best []Mapping
	for _, k := range Kinds {
		if ask.Kind != "" && ask.Kind != k {
			continue
		}
		m, err := f.mapping(k, preset, ask.Fields)
		switch {
		case err != nil && ask.Kind != "":
			return err
		case err != nil || !m.enough():
		case len(best) == 0 || len(m.Columns) > len(best[0].Columns):
			best = []Mapping{m}
		case len(m.Columns) == len(best[0].Columns):
			best = append(best, m)
		}
	}
	switch {
	case len(best) == 1:
		f.Mapping = best[0]
		return nil
	case ask.Kind != "":
		return sales.No("import.columns_missing", "Needs", needs(ask.Kind), "Header", f.Header)
	}
	return sales.No("import.kind_unclear", "Header", f.Header)
}

// enough reports whether these columns suffice for rows of the kind.
func (m Mapping) enough() bool {
	has := func(field string) bool {
		return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Field == field })
	}
	if m.Kind == Deals {
		return (has("id") || has("name")) && (has("stage") || has("status"))
	}
	return has("name")
}

func needs(k Kind) []string {
	if k == Deals {
		return []string{"id", "stage"}
	}
	return []string{"name"}
}

func (f *File) mapping(k Kind, preset Preset, asked map[string]string) (Mapping, error) {
	m := Mapping{Kind: k, Preset: preset.Name}
	if own := signature(k, f.Header); preset.Name == "" && own.Name != "" {
		preset, m.Preset = own, own.Name
	}
	said := map[string]string{}
	for column, field := range preset.Columns[k] {
		said[phrase.FoldFull(column)] = field
	}
	for column, field := range asked {
		said[phrase.FoldFull(column)] = field
	}
	taken := map[string]bool{}
	add := func(i int, field string) error {
		field, factor, scaled := strings.Cut(field, "*")
		c := Column{Index: i, Field: field, Times: 1}
		if scaled {
			n, err := strconv.ParseInt(factor, 10, 64)
			if err != nil || n < 1 || n > 1e9 {
				return sales.No("import.field_unknown", "Given", field+"*"+factor, "Fields", Fields(k))
			}
			c.Times = n
		}
		if !slices.Contains(Fields(k), field) {
			return sales.No("import.field_unknown", "Given", field, "Fields", Fields(k))
		}
		if !taken[field] {
			taken[field] = true
			m.Columns = append(m.Columns, c)
		}
		return nil
	}
	free := map[int]bool{} // columns that nothing was said about
	for i, column := range f.Header {
		field, ok := said[phrase.FoldFull(column)]
		free[i] = !ok
		if field != "" {
			if err := add(i, field); err != nil {
				return m, err
			}
		}
	}
	// The words of a field are ordered by how surely they mean it.
	for _, h := range headings[k] {
		for word := range strings.SplitSeq(h.words, "|") {
			i := slices.IndexFunc(f.Header, func(c string) bool { return phrase.FoldFull(c) == word })
			if i >= 0 && free[i] && !taken[h.field] {
				free[i] = false
				if err := add(i, h.field); err != nil {
					return m, err
				}
			}
		}
	}
	slices.SortFunc(m.Columns, func(a, b Column) int { return a.Index - b.Index })
	return m, nil
}
