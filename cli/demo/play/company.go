package play

import "dealdesk/bot/fakeslack"

// Company describes a workspace: config.toml without tokens, the people and their channels. The
// bot is in every channel except those that belong to another company.
type Company struct {
	Name     string
	Config   string
	People   []fakeslack.User
	Channels []fakeslack.Channel
}

// Small returns the company of the stories. East sells under Mei and speaks English; 华南 sells
// under 魏华 and speaks Chinese; Dan directs both. Ada and 周敏 are the admins. Fay keeps the books
// and has no role yet; the channel #north has no team yet. Gus is a guest in #east. Sam works for
// another company and is in #shared with Ana.
func Small() Company {
	person := func(id, name, locale string) fakeslack.User {
		return fakeslack.User{ID: id, Name: name, RealName: name, Locale: locale, TZ: "Asia/Shanghai"}
	}
	guest, stranger := person("UGUS", "Gus", "en-US"), person("USAM", "Sam", "en-US")
	guest.Guest, stranger.TeamID = true, "TOTHER"
	return Company{
		Name: "Harbour Systems",
		Config: `
[workspace]
name = "Harbour Systems"
currency = "CNY"
zone = "Asia/Shanghai"
admins = ["UADA", "UZHOU"]

[[team]]
name = "East"
channel = "CEAST"
manager = "UMEI"
director = "UDAN"
members = ["UANA", "UBOB"]

[[team]]
name = "华南"
id = "south"
channel = "CSOUTH"
manager = "UWEI"
director = "UDAN"
members = ["ULILEI", "UHAN"]
language = "zh-Hans"
`,
		People: []fakeslack.User{
			person("UANA", "Ana", "en-US"), person("UBOB", "Bob", "en-GB"), person("UMEI", "Mei", "en-US"), person("UDAN", "Dan", "en-US"),
			person("ULILEI", "李雷", "zh-CN"), person("UHAN", "韩梅梅", "zh-CN"), person("UWEI", "魏华", "zh-CN"), person("UADA", "Ada", "en-US"),
			person("UZHOU", "周敏", "zh-CN"), person("UFAY", "Fay", "en-US"), guest, stranger,
		},
		Channels: []fakeslack.Channel{
			{ID: "CEAST", Name: "east", Members: []string{"UANA", "UBOB", "UMEI", "UDAN", "UADA", "UGUS", "UBOT"}},
			{ID: "CSOUTH", Name: "south", Members: []string{"ULILEI", "UHAN", "UWEI", "UDAN", "UBOT"}},
			{ID: "CNORTH", Name: "north", Members: []string{"UFAY", "UADA", "UBOT"}},
			{ID: "CSHARED", Name: "shared", Shared: true, Members: []string{"UANA", "UMEI", "USAM", "UBOT"}},
		},
	}
}
