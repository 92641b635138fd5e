// Package company is the sample company of the demo: its people, ninety days of history, and what
// the people say to each other. All names are invented.
package company

import (
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo/play"
)

const (
	eastZone  = "Europe/London"
	southZone = "Asia/Shanghai"
)

// Begins is the time at which the demo's clock starts: a Tuesday, 10:20 in London and 18:20 in
// Guangzhou. Both teams have had today's stand-up, and this week's review is still to come.
var Begins = time.Date(2026, time.November, 24, 10, 20, 0, 0, time.UTC)

// Harbour returns the company Harbour Systems. East sells from London under Mei and speaks
// English. 华南 sells from Guangzhou under 魏华 and speaks Chinese. Dan, who sits with 华南,
// directs both.
func Harbour() play.Company {
	person := func(id, name, locale, zone string) fakeslack.User {
		return fakeslack.User{ID: id, Name: name, RealName: name, Locale: locale, TZ: zone}
	}
	east := func(id, name string) fakeslack.User { return person(id, name, "en-GB", eastZone) }
	south := func(id, name string) fakeslack.User { return person(id, name, "zh-CN", southZone) }
	// Two people do not belong to the company: a guest and a buyer from another company.
	guest, buyer := east("UGWEN", "Gwen"), east("ULAURA", "Laura")
	guest.Guest, buyer.TeamID = true, "TACME"
	return play.Company{
		Config: `
[workspace]
name = "Harbour Systems"
currency = "CNY"
zone = "` + southZone + `"
admins = ["UDAN"]

[[team]]
name = "East"
channel = "CEAST"
manager = "UMEI"
director = "UDAN"
members = ["UANA", "UBOB", "UPRIYA"]
zone = "` + eastZone + `"
currency = "GBP"

[[team]]
name = "华南"
id = "south"
channel = "CSOUTH"
manager = "UWEI"
director = "UDAN"
members = ["ULILEI", "UHAN", "UWANG", "UZHANG"]
language = "zh-Hans"
`,
		People: []fakeslack.User{
			east("UMEI", "Mei"), east("UANA", "Ana"), east("UBOB", "Bob"), east("UPRIYA", "Priya"), person("UDAN", "Dan", "en-US", southZone),
			south("UWEI", "魏华"), south("ULILEI", "李雷"), south("UHAN", "韩梅梅"), south("UWANG", "王芳"), south("UZHANG", "张伟"), guest, buyer,
		},
		Channels: []fakeslack.Channel{
			{ID: "CEAST", Name: "east", Members: []string{"UMEI", "UANA", "UBOB", "UPRIYA", "UDAN", "UGWEN", "UBOT"}},
			{ID: "CACME", Name: "acme-harbour", Shared: true, Members: []string{"UMEI", "UANA", "ULAURA", "UBOT"}},
			{ID: "CSOUTH", Name: "south", Members: []string{"UWEI", "ULILEI", "UHAN", "UWANG", "UZHANG", "UDAN", "UBOT"}},
		},
	}
}

// BotStarts is when the bot starts that day. People then go on talking in the threads of its
// cards.
var BotStarts = Begins.Add(-18 * time.Minute)
