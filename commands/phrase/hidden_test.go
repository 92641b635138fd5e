package phrase

import "testing"

func TestTermsHiddenInAReasonAreNoticed(t *testing.T) {
	for _, hides := range []string{
		"pays in two instalments", "they pay in three installments", "+ 10%", "再返点10%", "返点", "plus 10% credit note", "and a credit note", "first 3 months at no charge",
		"first three months at no charge", "the first months are free", "plus a free month", "two months free", "and two months on us", "no fee until spring",
		"we waive the setup fee", "rebate at the end of the year", "cash-back", "and $5k for training", "5000", "１０％", "¥", "ten percent on top", "extra discount later",
		"they pay half now", "net 60", "payment terms as with Initech", "payment in two parts", "we throw in the training", "including support", "half price for support",
		"rival cut the price by 10%", "a voucher", "refund if they leave", "they will not pay for the setup", "five hundred", "for 2 years",
		"net sixty", "net ninety days", "sixty days", "payment in ninety days", "pay in sixty days", "no payment until next year", "twelve months free",
		"free for 12 months", "first year free", "payment term: 120 days", "net 365", "terms 'pay later'", "50% both", "then 50% more", "0", "forty-five days",
		"minus a fifth", "and another fifth", "a fifth less next year", "and a quarter less in year two", "twice that next year", "double it at renewal",
		"and the same again next year", "plus nine more", "ten more later", "rounded down to ninety", "cash back", "we give them money back",
		"we send back a part", "two payments", "pay a third now and the rest later", "deposit now rest at delivery", "bill them next year",
		"billing starts in June", "no bill before June", "no setup fee", "buy one get one", "we cover their travel",
		"price stays the same for five years", "打个对折", "再便宜一点", "另给个人好处", "货到付款", "两年内不涨价",
		"we buy back their old devices", "price locked until summer", "onboarding by us at cost zero", "they may return it any time",
		"验收后再付款", "价格锁定三年", "多派两名工程师驻场", "不满意就退", "年底请他们去三亚", "合同可随时解除", "以旧换新", "按季付费",
		"invoice in spring", "they settle after Easter", "payment once the project is live", "bill it after go-live", "the money comes next year",
		"settlement upon acceptance", "invoiced at the end of the year", "billed before summer",
		"two sites for the price of one", "same price for both plants", "at no extra charge", "double the seats", "extra licences", "a second site comes along",
		"upgraded to enterprise", "price guarantee till 2030", "guaranteed price", "we hold the price", "no uplift at renewal", "rates are guaranteed",
		"best price clause", "their old contract is bought back", "we buy their old scanners", "we take back their machines", "part exchange", "sale or return",
		"buy-out of the lease", "extended warranty", "warranty till 2030", "we extend the warranty", "a longer warranty", "uptime guarantee", "lifetime guarantee",
		"we swallow the shipping", "we foot the bill", "freight on our side", "we'll absorb the customs", "travel paid by us", "we reimburse their flights",
		"present of a tablet each", "a small present", "an iPad each", "tickets for them", "we take them to the match", "some goodies",
		"setup fee dropped", "without the setup fee", "we skip the training fee", "no onboarding fee", "installation charge cancelled",
		"we make up for it later", "compensation next year", "next order cheaper", "side letter", "we owe them", "they get the difference back", "we match it",
		"上线后再付", "年后结款", "春节后打款", "晚点开票", "付款推到明年", "验收后才给钱",
		"多送十个账号", "加量不加价", "同样的价格给两套", "多配三台", "不另收钱", "多开五个账号",
		"价格固定三年", "三年内不调价", "续约原价", "价格保证", "保证最低价", "五年不动价，三年不涨",
		"回收旧设备", "买断他们的老合同", "旧机器折价抵", "违约金我们出", "接手客户原合同", "置换老系统",
		"质保延长两年", "终身保修", "三年质保", "延长保修", "维保加一年", "保修多一年",
		"运费我们承担", "我们包差旅", "包安装", "培训费我方出", "关税由我们付", "差旅报销",
		"送平板", "每人一台手机", "送点礼物", "购物卡", "年底送他们门票", "带点烟酒",
		"免实施费", "安装费全免", "培训费不收", "取消服务费", "不收接口费", "免除年费",
		"年底再补给他们", "明年找补", "下次再便宜", "后面会补偿", "回头补差价", "私下再让点",
		"再打8折", "另返现两成", "返点20%", "五折", "付款推迟", "分期付款", "分两期付", "再打九折", "另加五个点", "送两个月", "多送半年服务", "前三个月不收费", "免费培训", "回扣", "三万返利", "赠培训", "账期延长", "百分之十", "抵扣下次货款", "一半先付",
	} {
		if !HiddenTerms(hides) {
			t.Errorf("%q hides nothing", hides)
		}
	}
	for _, reason := range []string{
		"", "rival cut the price", "they pay a year ahead", "for three years", "two years, then", "they sign today", "to win against Initech", "last offer", "as in D-12",
		"they sign in Q4", "before 2027", "until 2026-12-20", "<@U0123ABC> promised it", "they bring others along", "they bring others along, a strategic customer",
		"a third rival is in", "they are the second largest customer", "their third order this year", "they pay on time", "their budget was cut",
		"they buy more every year", "the rival covers their travel", "they signed with us twice",
		"they paid on time last year", "long-standing customer", "the rival offers free shipping", "the contract ends in spring", "the rival waives the setup fee",
		"they paid in full", "their renewal is due in spring", "a competitor now gives them a tablet each, they hesitate", "they order additional licences",
		"their warranty ends in spring", "big brand, good reference", "they presented us to the board", "their old contract ends soon", "the price was the issue",
		"invoice dispute is settled", "they settled with Initech", "the plant closes after Easter", "the project is live", "they bought three sites last year",
		"shipping was slow last time", "they compare us with Initech", "their fees rose last year", "new CFO since spring", "our first deal in this industry",
		"付款一向及时", "对手送两个月", "同行免实施费", "合同年底到期", "质保快到期了", "客户预算紧", "战略客户", "长期合作", "去年按时付款", "首单客户", "竞品也包运费",
		"行业标杆", "客户今年业绩好", "他们的老系统不好用", "决策人换了", "客户催得急", "为了拿下标杆", "明年还有新项目", "老板亲自谈的", "他们运费涨了", "需要抢在同行前面",
		"同行降价", "对手比我们便宜", "客户验收满意", "签两年", "客户一次付清", "和同方云竞争", "最后一次", "12月20日前签约", "2026年签约", "老客户", "他们一直很支持我们",
	} {
		if HiddenTerms(reason) {
			t.Errorf("%q hides terms", reason)
		}
	}
}

func TestANameOrAFieldGivesSomethingAwayOnlyInClearWords(t *testing.T) {
	for _, gives := range []string{
		"6 months free and half back", "they get 10k back", "Support, second year gratis", "pay them 20k back", "Reporting suite net 90", "Scanners, half price",
		"Support renewal, 3 months free", "Hosting 20% off", "first year free", "free training", "shipping is on us", "setup fee waived", "no setup fee",
		"two sites for the price of one", "we swallow the shipping", "refund them £5,000", "transfer $500 back to Tom", "price guarantee", "cash back",
		"we buy their old scanners", "we'll make it up to them", "Platform, net sixty",
		"数据平台 送三个月", "数据平台 九折", "免费送培训", "第二年免费", "首年半价", "返点", "免实施费", "返他们两万", "补给客户", "运费我们承担", "多送十个账号", "账期延长", "买二送一",
	} {
		if !GivesAway(gives) {
			t.Errorf("%q gives nothing away", gives)
		}
	}
	for _, fine := range []string{
		"3 months of data", "20k", "budget 20k", "net weight", "send back the form", "faster reports", "Free Software audit", "Sugar-free line", "duty-free scanners",
		"Voucher system", "Gift card platform", "Refund portal", "Warranty tracking", "Extended warranty", "Rebate management", ".NET 60 migration", "NetSuite",
		"Half-day workshop", "free up two people", "60k, half in Q1", "call back in 3 days", "get 3 quotes back", "the rival offers free shipping",
		"Split systems", "credit checks", "Trade-in module", "Fee management", "charge points", "15% fewer errors", "cut returns by 20%", "send the offer for 20k",
		"三个月的数据", "退货管理系统", "免税店系统", "免疫检测费用", "折叠屏", "三折叠屏", "送货上门系统", "返修管理", "预算20万", "退回表格", "对手送三个月", "赠品管理", "避免费用超支", "返回合同",
	} {
		if GivesAway(fine) {
			t.Errorf("%q gives something away", fine)
		}
	}
}
