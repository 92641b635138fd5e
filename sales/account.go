package sales

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Account is a customer.
type Account struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Owner     string    `json:"owner"`
	Team      string    `json:"team"`
	Industry  string    `json:"industry,omitempty"`
	Employees int       `json:"employees,omitempty"`
	Revenue   Money     `json:"revenue,omitzero"`
	Region    string    `json:"region,omitempty"`
	Tier      Tier      `json:"tier,omitempty"`
	Source    string    `json:"source,omitempty"` // how the customer was found, a code of Company.Sources
	Parent    string    `json:"parent,omitempty"` // name of the company it belongs to
	Since     string    `json:"since,omitempty"`  // year it was founded
	Created   time.Time `json:"created"`
	Contacted time.Time `json:"contacted,omitzero"` // last contact about no deal in particular
	Next      NextStep  `json:"next,omitzero"`      // used when there is no open deal to hold it
	External  string    `json:"external,omitempty"`
}

// Rename gives the account another name.
func (c Account) Rename(name string) (Account, error) {
	name, err := CheckName(name)
	if err != nil {
		return c, err
	}
	c.Name = name
	return c, nil
}

// AccountFields are those by which customers are counted together.
var AccountFields = [...]string{"industry", "region", "employees", "source"}

const employeesMax = 10_000_000

// Text is one of AccountFields as it is typed.
func (c Account) Text(field string) string {
	switch {
	case field == "industry":
		return c.Industry
	case field == "region":
		return c.Region
	case field == "source":
		return c.Source
	case field == "employees" && c.Employees > 0:
		return strconv.Itoa(c.Employees)
	}
	return ""
}

// Describe sets one of AccountFields; a text that says there is none clears it.
func (c Account) Describe(field, text string) (Account, error) {
	text = strings.Join(strings.Fields(Filled(text)), " ")
	if err := short(field, text, NameMax); err != nil {
		return c, err
	}
	if text == c.Text(field) {
		return c, No("account.same_field", "ID", c.ID, "Text", text).At(field)
	}
	switch field {
	case "industry":
		c.Industry = text
	case "region":
		c.Region = text
	case "source":
		c.Source = text
	case "employees":
		n, err := strconv.Atoi(cmp.Or(text, "0"))
		if err != nil || n < 0 || n > employeesMax || n == 0 && text != "" {
			return c, No("account.employees_unknown", "Given", text).At(field)
		}
		c.Employees = n
	default:
		return c, fmt.Errorf("sales: no field %q of a customer", field)
	}
	return c, nil
}

// Sources are the seven that ship; their words are source.<code> in lang/.
func Sources() []string {
	return []string{"event", "content", "ads", "partner", "referral", "social", "outreach"}
}

// sourceWords are what people and other systems call them besides.
var sourceWords = map[string]string{
	"event":    "events|trade show|trade fair|tradeshow|fair|exhibition|conference|活动|展会|会展|市场活动|线下活动",
	"content":  "content marketing|website|web|web site|blog|seo|organic search|webinar|内容|内容营销|官网|网站|自然搜索|公众号",
	"ads":      "ad|advert|advertising|advertisement|paid search|paid social|google ads|sem|广告|广告投放|线上广告|付费推广|搜索广告",
	"partner":  "partner referral|partners|reseller|channel partner|dealer|合作伙伴|伙伴|渠道|渠道伙伴|代理商|经销商|伙伴推荐",
	"referral": "customer referral|referred|word of mouth|customer|转介绍|客户转介绍|客户介绍|客户推荐|老客户介绍|老客户推荐|口碑",
	"social":   "social media|linkedin|wechat|社交媒体|社媒|微信|微博|抖音|小红书",
	"outreach": "cold outreach|cold call|cold calling|cold email|outbound|陌拜|陌生拜访|主动开发|电话开发|自主开发|电销",
}

// SourceMeant is the source of the company that a text means by its code or another word for it, "" if none.
func (c Company) SourceMeant(text string) string {
	plain := strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(Simplified(text), "_", " "))), " ")
	for _, code := range c.Sources {
		if plain == strings.ToLower(strings.ReplaceAll(code, "_", " ")) {
			return code
		}
	}
	for _, code := range c.Sources {
		if plain != "" && slices.Contains(SourceWords(code), plain) {
			return code
		}
	}
	return ""
}

// SourceWords are other words for a source.
func SourceWords(code string) []string { return strings.Split(sourceWords[code], "|") }

// Tier is how much a customer is worth now and may become: A, B, C, or "" if nobody
// has decided yet.
type Tier string

// Tiers, the best first.
var Tiers = []Tier{"A", "B", "C"}

// Rate gives the account another tier; "" clears it. People rate, rules do not.
func (c Account) Rate(t Tier) (Account, error) {
	switch {
	case t != "" && !slices.Contains(Tiers, t):
		return c, No("account.tier_unknown", "Given", string(t)).At("tier")
	case t == c.Tier:
		return c, No("account.same_tier", "ID", c.ID, "Tier", string(t)).At("tier")
	}
	c.Tier = t
	return c, nil
}

// Handover gives the account to someone else; it moves into their team.
func (c Account) Handover(to Person) (Account, error) {
	switch {
	case to.ID == "" || to.Gone || to.Outside:
		return c, No("person.cannot_own", "ID", c.ID, "Person", to.ID, "Name", to.Name).At("owner")
	case to.ID == c.Owner:
		return c, No("deal.same_owner", "ID", c.ID, "Person", to.ID, "Name", to.Name).At("owner")
	}
	c.Owner = to.ID
	if to.Team != "" {
		c.Team = to.Team
	}
	return c, nil
}

// Contact is a person at an account.
type Contact struct {
	ID      string      `json:"id"` // K-3
	Account string      `json:"account"`
	Name    string      `json:"name"`
	Title   string      `json:"title,omitempty"`
	Role    ContactRole `json:"role,omitempty"`
	Phone   string      `json:"phone,omitempty"`
	Email   string      `json:"email,omitempty"`
	Created time.Time   `json:"created"`
	By      string      `json:"by"`

	External string `json:"external,omitempty"` // id in the system imported from
}

// Check tidies a contact and refuses one without a name or with an unknown role.
func (k Contact) Check() (Contact, error) {
	for field, s := range map[string]*string{"name": &k.Name, "title": &k.Title, "phone": &k.Phone, "email": &k.Email} {
		*s = strings.TrimSpace(*s)
		if err := short(field, *s, NameMax); err != nil {
			return k, err
		}
	}
	name, err := CheckName(k.Name)
	if err != nil {
		return k, err
	}
	if noPerson.MatchString(Simplified(name)) {
		return k, No("contact.no_person", "Name", name).At("name")
	}
	k.Name = name
	if k.Role != "" && !slices.Contains(ContactRoles, k.Role) {
		return k, No("contact.role_unknown", "Given", string(k.Role)).At("role")
	}
	return k, nil
}

// ContactRole is a contact's part in the decision.
type ContactRole string

const (
	Decider    ContactRole = "decider"
	Champion   ContactRole = "champion"
	Influencer ContactRole = "influencer"
	Buyer      ContactRole = "buyer"
	User       ContactRole = "user"
)

// ContactRoles in the order forms offer them.
var ContactRoles = []ContactRole{Decider, Champion, Influencer, Buyer, User}

// Product is something sold, with its list price.
type Product struct {
	ID       string `json:"id"` // folded name
	Name     string `json:"name"`
	Series   string `json:"series,omitempty"`
	Price    Money  `json:"price,omitzero"`
	External string `json:"external,omitempty"`
}
