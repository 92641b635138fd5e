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
		"同行降价", "对手比我们便宜", "客户验收满意", "签两年", "客户一次付清", "和同方云竞争", "最后一次", "12月20日前签约", "2026年签约", "老客户", "他们一直很支持我们",
	} {
		if HiddenTerms(reason) {
			t.Errorf("%q hides terms", reason)
		}
	}
}
