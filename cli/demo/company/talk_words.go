package company

import "dealdesk/bot/fakeslack"

// What people of the sample company wrote to each other. It is about the tales in books.go, so it
// agrees with the records for every seed.

func cheer(name string, who ...string) []fakeslack.Reaction {
	return []fakeslack.Reaction{{Name: name, Users: who}}
}

func eastTalks() []Talk {
	return []Talk{
		{Channel: "CEAST", Day: 22, at: "09:40",
			Line: Line{Who: "UMEI", Text: "Morning all. A small contest for November: most first meetings with " +
				"customers none of us has met before. " +
				"A meeting, a visit or a demo counts once it is logged, one for each customer. On the 30th whoever has most picks the " +
				"restaurant, and I pay for all of us.", Cheers: cheer("tada", "UBOB", "UPRIYA", "UANA")},
			Answers: []Line{
				{Who: "UBOB", Text: "Does a video call count?"},
				{Who: "UMEI", Text: "If they turned up and you log it as a meeting, yes."},
				{Who: "UPRIYA", Text: "I have the restaurant already :sunglasses:", Cheers: cheer("joy", "UANA", "UMEI")},
			}},
		{Channel: "CEAST", Day: 15, at: "11:20",
			Line: Line{Who: "UPRIYA", Text: "Has anybody got a line into Tidewater Shipping? The budget went to their board at the end of " +
				"October, and since then nobody picks up."},
			Answers: []Line{
				{Who: "UANA", Text: "I sat next to one of their operations people at the ports fair. Will dig out the card."},
				{Who: "UMEI", Text: "Try that once. If the board has said no, close it; a clear no is worth more than a maybe we carry along."},
			}},
		{Channel: "CEAST", Day: 11, at: "17:50",
			Line: Line{Who: "UBOB", Text: "Globex has gone below us at Brightwater Hotels, again. I asked for 18% and " +
				"Mei said no, rightly I suppose."},
			Answers: []Line{
				{Who: "UMEI", Text: "Not no, first: what do they leave out? Nobody runs support for a hotel chain at that price."},
				{Who: "UBOB", Text: "I have somebody there who will tell me.", Cheers: cheer("eyes", "UMEI")},
			}},
		{Channel: "CEAST", Day: 6, at: "17:50",
			Line: Line{Who: "UPRIYA", Text: "Kestrel Foods is not renewing. They go to Initech, and the decision was made " +
				"before we sat down with them."},
			Answers: []Line{
				{Who: "UBOB", Text: "Sorry, Priya. You were very patient with them."},
				{Who: "UMEI", Text: "Thanks for telling us the same day. My part of it: we opened the renewal six weeks before the end. From now on " +
					"it is three months, for all of us.", Cheers: cheer("+1", "UANA", "UBOB", "UPRIYA")},
			}},
		{Channel: "CEAST", Day: 5, at: "17:55",
			Line: Line{Who: "UBOB", Text: "Found it: support is not in the Globex offer at all. 15% is through for " +
				"Brightwater, back in there next week.", Cheers: cheer("muscle", "UMEI", "UANA")}},
		{Channel: "CACME", Day: 1, at: "15:10",
			Line:    Line{Who: "ULAURA", Text: "Hello both, our finance people sit together on Friday afternoon. Could we have the quote by then?"},
			Answers: []Line{{Who: "UANA", Text: "You will have it on Friday morning, Laura.", Cheers: cheer("pray", "ULAURA")}}},
		{Channel: "CEAST", Day: 1, at: "17:50",
			Line: Line{Who: "UANA", Text: "Northgate Bank has signed! Eleven weeks from the first call, and the " +
				"reporting suite starts in January.", Cheers: cheer("tada", "UMEI", "UBOB", "UPRIYA", "UDAN")},
			Answers: []Line{{Who: "UDAN", Text: "Congratulations from the other end of the world. That is the win of the quarter for East.",
				Cheers: cheer("heart", "UANA")}}},
		{Channel: "CEAST", at: "10:06", Under: "Brightwater Hotels",
			Line: Line{Who: "UBOB", Text: "They rang again this morning. They want an answer this week, and Globex comes in once more on Thursday."},
			Answers: []Line{
				{Who: "UMEI", Text: "25% is for Dan to decide, not for me. I would hold the 15% and give them two weeks of our " +
					"people at the roll-out instead."},
				{Who: "UDAN", Text: "Let me sleep on it. Bob, what does support cost them at Globex if they add it?"},
			}},
		{Channel: "CEAST", at: "10:14",
			Line: Line{Who: "UMEI", Text: "Contest, as of this morning: {total} first meetings with new customers, six days to go. In " +
				"front, with {most}: {front}. " +
				"What I like best is the list of names that nobody here knew in October.", Cheers: cheer("clap", "UBOB", "UANA")},
			Answers: []Line{{Who: "UBOB", Text: "I have one more in the diary for Thursday."}}},
	}
}

func southTalks() []Talk {
	return []Talk{
		{Channel: "CSOUTH", Day: 22, at: "09:40",
			Line: Line{Who: "UWEI", Text: "各位早。十一月搞个小比赛，比谁见的新客户多。上门、开会、演示都算，记下来才作数，一个客户只算一次。30 号截止，第一名挑饭店，我请全组。",
				Cheers: cheer("tada", "UHAN", "UZHANG", "UWANG")},
			Answers: []Line{
				{Who: "UHAN", Text: "视频会议算吗？"},
				{Who: "UWEI", Text: "客户到场了就算，记成会议。"},
				{Who: "UZHANG", Text: "那我先把潮汕牛肉火锅的位子订了 :sunglasses:", Cheers: cheer("joy", "ULILEI", "UWEI")},
			}},
		{Channel: "CSOUTH", Day: 15, at: "11:20", Line: Line{Who: "UWANG", Text: "东方物流快两周没消息了，说预算要上总经理办公会，之后电话一直没人接。谁认识他们的人？"},
			Answers: []Line{
				{Who: "ULILEI", Text: "我有个同学在他们仓储部，帮你问一声。"},
				{Who: "UWEI", Text: "问到就好。要是会上没通过，就早点关掉，拖着更耗人。"},
			}},
		{Channel: "CSOUTH", Day: 12, at: "17:50", Line: Line{Who: "UHAN", Text: "明珠酒店拿同方云的报价来压，开口就要八八折。"},
			Answers: []Line{
				{Who: "UWEI", Text: "别急着跟。签两年，八八折可以谈；签一年，价格不动。"},
				{Who: "UHAN", Text: "好，我明天带着两年的方案过去。", Cheers: cheer("+1", "UWEI")},
			}},
		{Channel: "CSOUTH", Day: 7, at: "17:50", Line: Line{Who: "UZHANG", Text: "南粤食品的续约丢了，去了博睿系统，就输在价格上。"},
			Answers: []Line{
				{Who: "UWANG", Text: "可惜了，这家一直是你在盯。"},
				{Who: "UWEI", Text: "当天就说出来，好。我的责任是动手太晚：到期前一个月才开始谈。以后续约提前三个月打第一通电话，大家都一样。", Cheers: cheer("+1", "UHAN", "UWANG", "UZHANG")},
			}},
		{Channel: "CSOUTH", Day: 6, at: "17:55",
			Line: Line{Who: "UHAN", Text: "明珠酒店同意签两年，九折批下来了，谢谢魏经理。", Cheers: cheer("muscle", "UWEI", "ULILEI")}},
		{Channel: "CSOUTH", Day: 1, at: "17:55",
			Line:    Line{Who: "UWEI", Text: "远洋保险签下来了！李雷盯了将近三个月，辛苦了。", Cheers: cheer("tada", "UHAN", "UWANG", "UZHANG", "UDAN")},
			Answers: []Line{{Who: "ULILEI", Text: "多谢大家，演示那天全靠王芳撑场。", Cheers: cheer("heart", "UWANG")}}},
		{Channel: "CSOUTH", at: "18:05", Under: "明珠酒店", Line: Line{Who: "UHAN", Text: "客户下午又来电话催，说这周要定，同方云周四还要再去一趟。"},
			Answers: []Line{
				{Who: "UWEI", Text: "先问清楚他们的价里含不含实施和培训。要是不含，我们守住九折，送两天上门培训。"},
				{Who: "UHAN", Text: "明白，我明早打电话问清楚。"},
			}},
		{Channel: "CSOUTH", at: "18:12",
			Line: Line{Who: "UWEI", Text: "比赛播报：到今天，全组一共见了 {total} 家新客户，还剩六天。最多的已经 {most} 家，是{front}。名次不要紧，我高兴的是这些客户上个月我们一家都不认识。",
				Cheers: cheer("clap", "UHAN", "UZHANG")},
			Answers: []Line{{Who: "UZHANG", Text: "周四我还约了一家。"}}},
	}
}
