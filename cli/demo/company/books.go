package company

import (
	"time"

	"dealdesk/sales"
)

// Book describes what a team of the sample company sells, to whom, and how it talks about it. All
// names are invented.
type Book struct {
	Team, currency string
	Channel        string
	Language       string // code in lang
	Zone           *time.Location
	unit           int64 // amounts are multiples of it
	Reps           []string
	clients        []string          // other than those of the tales
	industries     map[string]string // of all customers
	titles         []string
	names          []string // of two people at each customer, in the order of the customers
	things         []string // what deals are about
	rivals         []string
	needs          []string
	budgets        []string
	products       []string
	hurries        []string // why a deal moved on before its time
	Steps          []string
	Blockers       []string
	Notes          map[sales.ActivityKind][]string
	firsts         []string // notes of first meetings
	Log, Date      string   // formats: the /log line (kind, deal, minutes, note, next step, date) and its date
	Plan, Blocked  string   // formats: the plan and the blocker in a stand-up line
	tales          []course // deals with a story
	Talks          []Talk   // what people say about them
}

// Books returns the books of both teams.
func Books() []Book { return []Book{eastBook(), southBook()} }

// clock returns a time on a day so many days back, in the team's zone. A day on a weekend becomes
// the Friday before.
func (b Book) clock(day int, at string) time.Time {
	on := Begins.In(b.Zone).AddDate(0, 0, -day)
	for on.Weekday() == time.Saturday || on.Weekday() == time.Sunday {
		on = on.AddDate(0, 0, -1)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", on.Format(time.DateOnly)+" "+at, b.Zone)
	if err != nil {
		panic("sample: " + err.Error())
	}
	return t
}

// zone returns a time zone. The program contains the database, so a missing zone is a bug.
func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic("sample: " + err.Error())
	}
	return z
}

func eastBook() Book {
	return Book{
		Team: "east", Channel: "CEAST", Language: "en", Zone: zone(eastZone), currency: "GBP", unit: 2500,
		Reps: []string{"UANA", "UBOB", "UPRIYA"},
		clients: []string{"Lumen Optics", "Alder Clinics", "Copperline Energy",
			"Juniper Schools", "Halcyon Air", "Foxglove Retail", "Stonebridge Legal", "Pinecrest Homes", "Silverleaf Paper", "Quayside Insurance",
			"Marlow Instruments"},
		industries: map[string]string{
			"Lumen Optics": "optics", "Alder Clinics": "healthcare", "Copperline Energy": "energy",
			"Juniper Schools": "education", "Halcyon Air": "aviation", "Foxglove Retail": "retail",
			"Stonebridge Legal": "legal services", "Pinecrest Homes": "construction", "Silverleaf Paper": "paper",
			"Quayside Insurance": "insurance", "Marlow Instruments": "manufacturing", "Acme": "manufacturing",
			"Northgate Bank": "finance", "Tidewater Shipping": "logistics", "Brightwater Hotels": "hospitality",
			"Kestrel Foods": "food", "Wren Brewery": "food", "Harrow Museums": "culture", "Osprey Cycles": "manufacturing",
			"Millbrook Dairy": "food", "Linden Theatres": "culture", "Ashdown Ferries": "transport",
		},
		titles: []string{"CFO", "Head of IT", "COO", "Head of Purchasing", "CIO", "Operations Director", "Managing Director", "Purchasing"},
		names: []string{
			"Laura Finch", "Peter Novak", "Grace Obi", "Martin Voss", "Helen Sato", "Omar Haddad", "Julia Brandt", "Sam Whitlock",
			"Nina Castle", "Paul Drury", "Ruth Ellery", "Victor Lund", "Clara Mensah", "Hugh Barlow", "Ines Rocha",
			"Tom Sedgwick", "Amira Khan", "Leo Fairfax", "Maria Conti", "Jack Osborne", "Rosa Lindqvist", "Neil Thornton",
			"Fiona Garrett", "Adam Zielinski", "Sophie Marsh", "Ivan Petrov", "Edith Crane", "Marcus Webb", "Lena Hoffmann",
			"Colin Hartley", "Yara Saleh", "Dennis Pike", "Olga Brennan", "Simon Tate", "Hana Suzuki", "George Ashby",
			"Teresa Vidal", "Keith Rowan", "Alma Jensen", "Frank Doyle", "Vera Holt", "Ravi Menon", "Nora Whitby",
			"Stan Kowalski",
		},
		things: []string{"Data platform", "Warehouse scanners", "Field service app", "Support renewal", "Branch rollout", "Reporting suite",
			"Pilot for two sites", "Training package", "Fleet tracking"},
		rivals: []string{"Initech", "Globex", "Vandelay"},
		needs: []string{"reports take three days and must take one", "two systems that do not talk to each other",
			"their support contract ends this quarter", "new sites need the same setup"},
		budgets:  []string{"approved for this year", "half this year, half next", "needs the board's yes"},
		products: []string{"Harbour Core", "Harbour Field", "Harbour Insight"},
		hurries:  []string{"they want to sign this month", "budget comes in writing next week", "the buyer asked for the paper first"},
		Steps: []string{"send the quote", "demo with the finance team", "call about the budget", "get the contract draft", "meet the new CIO",
			"check references", "agree on the start date"},
		Blockers: []string{"Waiting for legal to return a contract", "The demo system is down",
			"Need somebody technical for a security question"},
		Notes: map[sales.ActivityKind][]string{
			sales.Call: {"Went through the open questions, price is the last one", "They compare us with Initech, want to see reporting",
				"Budget holder is back next week", "Happy with the pilot, asks for a second site",
				"Needs a shorter term, two years at most", "Could not reach the CFO, her assistant books a slot"},
			sales.Email: {"Sent the updated quote", "Sent two references from the same industry", "Answered the security questionnaire",
				"Sent the meeting notes and the next steps"},
			sales.Meeting: {"Whole team at the table, agreed on the scope", "Walked through the contract, two clauses open",
				"Met the new head of IT, she knows us from before"},
			sales.Visit: {"Saw the warehouse, 40 handhelds to replace", "On site with the engineers, network is fine",
				"Lunch with the managing director, decision before Christmas"},
			sales.Demo: {"Showed the dashboards on their own data", "Demo for eight people, finance wants exports"},
			sales.Chat: {"Asked for the price list again", "Confirmed Thursday"},
		},
		firsts: []string{"First meeting: three sites, all of it on spreadsheets", "Introduced ourselves, they want to see it on their own data",
			"First visit, the operations team showed us round", "They had never heard of us, good hour with the owner"},
		Log:     "%s %s %dm %s. next: %s %s",
		Date:    "Jan 2",
		Plan:    "plan: %s",
		Blocked: "\nblockers: %s",
		Talks:   eastTalks(),
		tales: []course{
			{client: "Acme", owner: "UANA", name: "Data platform", amount: 120_000, opened: 24, pace: 9, stages: 1, quiet: 1,
				next: "send the quote"},
			{client: "Northgate Bank", owner: "UANA", name: "Reporting suite", amount: 410_000, opened: 80, pace: 12, stages: 5, ends: 1, won: true},
			// Stalled: nobody has answered since October.
			{client: "Tidewater Shipping", owner: "UPRIYA", name: "Fleet tracking", amount: 140_000, opened: 62, pace: 10, stages: 2, quiet: 25,
				next: "call about the budget"},
			// A discount war.
			{client: "Brightwater Hotels", owner: "UBOB", name: "Branch rollout", amount: 260_000, opened: 55, pace: 11, stages: 3, quiet: 1,
				next: "hear back from Globex's customer", asks: []wish{
					{day: 16, percent: 800, why: "for signing this quarter"},
					{day: 11, percent: 1800, why: "Globex offers the same for less", verdict: sales.Reject, by: "UMEI",
						because: "not before we know what Globex leaves out"},
					{day: 5, percent: 1500, why: "Globex leaves out support; 15% closes it", verdict: sales.Approve, by: "UMEI"},
					{day: 1, percent: 2500, why: "Globex went down once more"},
				}},
			// A lost renewal.
			{client: "Kestrel Foods", owner: "UPRIYA", name: "Licence renewal", amount: 95_000, opened: 48, pace: 12, stages: 2, ends: 6,
				lost: "competitor", rival: "Initech"},
			// The contest: customers who were new in November.
			{client: "Wren Brewery", owner: "UBOB", name: "Warehouse scanners", amount: 42_500, opened: 20, meets: 18, pace: 8, stages: 1, quiet: 4,
				next: "send two references"},
			{client: "Harrow Museums", owner: "UPRIYA", name: "Training package", amount: 17_500, opened: 18, meets: 15, pace: 7, stages: 2,
				quiet: 2, next: "agree on the dates"},
			{client: "Osprey Cycles", owner: "UPRIYA", name: "Pilot for two sites", amount: 27_500, opened: 13, meets: 12, pace: 6, stages: 1,
				quiet: 3, next: "choose the second site"},
			{client: "Millbrook Dairy", owner: "UBOB", name: "Fleet tracking", amount: 65_000, opened: 12, meets: 8, pace: 9, stages: 1, quiet: 1,
				next: "ride along with a driver"},
			{client: "Linden Theatres", owner: "UANA", name: "Reporting suite", amount: 37_500, opened: 9, meets: 6, pace: 7, stages: 1, quiet: 2,
				next: "demo for the box office"},
			{client: "Ashdown Ferries", owner: "UPRIYA", name: "Field service app", amount: 87_500, opened: 7, meets: 4, pace: 6, stages: 1,
				quiet: 1, next: "meet the engineers on board"},
		},
	}
}

func southBook() Book {
	return Book{
		Team: "south", Channel: "CSOUTH", Language: "zh-Hans", Zone: zone(southZone), currency: "CNY", unit: 15_000,
		Reps:    []string{"ULILEI", "UHAN", "UWANG", "UZHANG"},
		clients: []string{"蓝海电子", "金桥地产", "岭南医药", "新程汽车", "云山教育", "珠江纺织", "恒达机械", "锦绣家居", "绿源环保", "盛世传媒", "宏图建材"},
		industries: map[string]string{
			"蓝海电子": "电子", "金桥地产": "地产", "岭南医药": "医药", "新程汽车": "汽车", "云山教育": "教育",
			"珠江纺织": "纺织", "恒达机械": "机械", "锦绣家居": "家居", "绿源环保": "环保", "盛世传媒": "传媒",
			"宏图建材": "建材", "华星科技": "软件", "远洋保险": "保险", "东方物流": "物流", "明珠酒店": "酒店",
			"南粤食品": "食品", "天朗文具": "文具", "西江水务": "水务", "木棉母婴": "零售", "鹏程物业": "物业",
			"榕城文旅": "旅游",
		},
		titles: []string{"总经理", "财务总监", "信息部经理", "采购经理", "运营总监", "副总经理", "采购主管", "信息总监"},
		names: []string{
			"陈国强", "林晓燕", "周建平", "吴丽娜", "郑浩", "黄志明", "刘倩", "何俊", "梁伟东", "谢敏仪", "罗家辉", "邓丽华",
			"冯志强", "许婉婷", "曾庆华", "彭晓东", "蔡文杰", "潘玉珍", "杜海波", "叶子聪", "苏慧敏", "卢永康", "钟伟文",
			"汪海燕", "田立新", "任雪梅", "方少华", "石磊", "姚建国", "谭美玲", "廖志伟", "邹红霞", "熊飞", "金凤兰", "陆云鹏",
			"孔令辉", "白洁", "崔明亮", "康爱民", "毛丽君", "邱振宇", "秦晓岚",
		},
		things:   []string{"数据平台", "仓储扫码", "门店收银系统", "续约服务", "报表系统", "移动巡检", "两个厂区试点", "员工培训", "车队管理"},
		rivals:   []string{"迅捷软件", "同方云", "博睿系统"},
		needs:    []string{"月报要三天，希望一天出", "两套系统数据对不上", "服务合同本季度到期", "新厂区要尽快上线"},
		budgets:  []string{"今年预算已批", "今年付一半，明年付一半", "要上总经理办公会"},
		products: []string{"海港核心版", "海港移动版", "海港分析版"},
		hurries:  []string{"客户要求月底前签", "预算下周书面确认", "采购想先看合同"},
		Steps:    []string{"发正式报价", "给财务部做演示", "电话确认预算", "要合同初稿", "拜访新来的信息总监", "提供同行案例", "确定上线时间"},
		Blockers: []string{"合同还在法务，没有返回", "演示环境登不上", "客户的安全问题要技术同事支持"},
		Notes: map[sales.ActivityKind][]string{
			sales.Call:    {"把问题都过了一遍，只剩价格", "客户在和迅捷软件比，想看报表功能", "财务总监下周回来再定", "试点满意，想再加一个厂区", "付款方式想改成分期", "没联系上采购，约了明天"},
			sales.Meeting: {"各部门都到了，范围已确认", "逐条过合同，还有两条没定", "见了新来的信息总监，以前用过我们的产品"},
			sales.Visit:   {"看了仓库，四十把枪要换", "现场和工程师一起测了网络，没问题", "和陈总吃饭，年底前定"},
			sales.Demo:    {"用客户自己的数据演示了看板", "演示来了八个人，财务想要导出"},
			sales.Chat:    {"微信发了最新报价", "微信确认周四上门", "微信问了实施周期"},
			sales.Email:   {"发了两个同行案例", "回复了安全问卷"},
		},
		firsts:  []string{"第一次上门，三个厂区都还在用表格", "做了介绍，客户想用自己的数据看一遍", "第一次见面，运营带着看了一圈现场", "客户没听说过我们，和老板聊了一个小时"},
		Log:     "%s %s %d分钟 %s。下一步: %s %s",
		Date:    "1月2日",
		Plan:    "计划：%s",
		Blocked: "\n困难：%s",
		Talks:   southTalks(),
		tales: []course{
			{client: "华星科技", owner: "ULILEI", name: "数据平台", amount: 860_000, opened: 22, pace: 8, stages: 1, quiet: 1, next: "发正式报价"},
			{client: "远洋保险", owner: "ULILEI", name: "理赔系统", amount: 1_680_000, opened: 85, pace: 13, stages: 5, ends: 1, won: true},
			// Stalled: nobody has answered since October.
			{client: "东方物流", owner: "UWANG", name: "仓储扫码", amount: 420_000, opened: 66, pace: 11, stages: 2, quiet: 26, next: "电话确认预算"},
			// A discount war.
			{client: "明珠酒店", owner: "UHAN", name: "门店收银系统", amount: 540_000, opened: 40, pace: 9, stages: 3, quiet: 1, next: "确认付款方式", asks: []wish{
				{day: 12, percent: 1200, why: "客户要求年底前签约", verdict: sales.Change, by: "UWEI", because: "签两年可以给到八八折"},
				{day: 6, percent: 1000, why: "客户同意签两年", verdict: sales.Approve, by: "UWEI"},
				{day: 1, percent: 1500, why: "同方云又降价了"},
			}},
			// A lost renewal.
			{client: "南粤食品", owner: "UZHANG", name: "续约服务", amount: 230_000, opened: 37, pace: 12, stages: 2, ends: 7, lost: "price", rival: "博睿系统"},
			// The contest: customers who were new in November.
			{client: "天朗文具", owner: "UHAN", name: "门店收银系统", amount: 180_000, opened: 20, meets: 18, pace: 8, stages: 1, quiet: 4, next: "提供同行案例"},
			{client: "西江水务", owner: "UWANG", name: "移动巡检", amount: 360_000, opened: 17, meets: 14, pace: 9, stages: 1, quiet: 2, next: "跟班走一次巡检"},
			{client: "木棉母婴", owner: "UHAN", name: "数据平台", amount: 240_000, opened: 12, meets: 11, pace: 6, stages: 1, quiet: 3, next: "给店长做演示"},
			{client: "鹏程物业", owner: "UZHANG", name: "移动巡检", amount: 150_000, opened: 9, meets: 6, pace: 7, stages: 1, quiet: 1, next: "确定试点小区"},
			{client: "榕城文旅", owner: "ULILEI", name: "报表系统", amount: 270_000, opened: 7, meets: 4, pace: 6, stages: 1, quiet: 2, next: "要一份去年的客流数据"},
		},
	}
}
