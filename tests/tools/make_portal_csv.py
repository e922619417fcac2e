#!/usr/bin/env python3
"""Synthetic furusato-nozei portal CSV generator (Python 3.11+, standard library only).

Writes a seeded, reproducible order export in the layout of one portal, and a truth
JSON that says exactly what an importer must find in it.  Nobody in the output exists:
names are drawn from frequency lists, phone numbers use unassigned ranges and mail
addresses use reserved example domains.

    make_portal_csv.py --portal rakuten --rows 100000 --seed 7 --year 2025 \
        --dirty 0.08 --encoding cp932 --out r.csv --truth r.json --truth-map r_map.csv

See README.md beside this file for the columns, the kinds of dirt and the truth fields.
"""
import argparse
import bisect
import csv
import datetime
import gc
import heapq
import io
import json
import os
import random
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
HOME_CODE5 = "35215"          # 周南市

# ---------------------------------------------------------------- name lists
# surname:kana:weight (weight is roughly thousands of people)
SURNAMES = """佐藤:サトウ:1830 鈴木:スズキ:1760 高橋:タカハシ:1380 田中:タナカ:1310 伊藤:イトウ:1050 渡辺:ワタナベ:1040
山本:ヤマモト:1020 中村:ナカムラ:1020 小林:コバヤシ:1010 加藤:カトウ:870 吉田:ヨシダ:820 山田:ヤマダ:800 佐々木:ササキ:660
山口:ヤマグチ:630 松本:マツモト:620 井上:イノウエ:600 木村:キムラ:570 林:ハヤシ:540 斎藤:サイトウ:530 清水:シミズ:520
山崎:ヤマザキ:470 森:モリ:460 池田:イケダ:440 橋本:ハシモト:440 阿部:アベ:430 石川:イシカワ:420 山下:ヤマシタ:410
中島:ナカジマ:390 石井:イシイ:380 小川:オガワ:380 前田:マエダ:370 岡田:オカダ:370 長谷川:ハセガワ:370 藤田:フジタ:360
後藤:ゴトウ:360 近藤:コンドウ:360 村上:ムラカミ:350 遠藤:エンドウ:330 青木:アオキ:320 坂本:サカモト:320 斉藤:サイトウ:310
福田:フクダ:310 太田:オオタ:310 西村:ニシムラ:300 藤井:フジイ:300 藤原:フジワラ:290 岡本:オカモト:290 三浦:ミウラ:290
金子:カネコ:290 中野:ナカノ:280 中川:ナカガワ:280 原田:ハラダ:280 松田:マツダ:270 竹内:タケウチ:270 小野:オノ:270
田村:タムラ:270 中山:ナカヤマ:260 和田:ワダ:250 石田:イシダ:250 森田:モリタ:240 上田:ウエダ:240 原:ハラ:240 内田:ウチダ:230
柴田:シバタ:230 酒井:サカイ:230 宮崎:ミヤザキ:220 横山:ヨコヤマ:220 高木:タカギ:220 安藤:アンドウ:210 宮本:ミヤモト:210
大野:オオノ:200 小島:コジマ:200 谷口:タニグチ:200 工藤:クドウ:200 今井:イマイ:190 高田:タカダ:190 増田:マスダ:190
丸山:マルヤマ:190 杉山:スギヤマ:190 村田:ムラタ:180 大塚:オオツカ:180 新井:アライ:180 小山:コヤマ:180 平野:ヒラノ:180
藤本:フジモト:180 河野:コウノ:180 上野:ウエノ:170 野口:ノグチ:170 武田:タケダ:170 松井:マツイ:170 千葉:チバ:170
菅原:スガワラ:160 岩崎:イワサキ:160 久保:クボ:160 木下:キノシタ:160 佐野:サノ:160 野村:ノムラ:150 松尾:マツオ:150
菊地:キクチ:150 市川:イチカワ:150 杉本:スギモト:150 古川:フルカワ:150 大西:オオニシ:150 島田:シマダ:150 水野:ミズノ:140
桜井:サクライ:140 渡部:ワタナベ:140 高野:タカノ:140 吉川:ヨシカワ:140 山内:ヤマウチ:140 西田:ニシダ:130 飯田:イイダ:130
菊池:キクチ:130 西川:ニシカワ:130 小松:コマツ:130 北村:キタムラ:130 安田:ヤスダ:130 五十嵐:イガラシ:130 川口:カワグチ:130
平田:ヒラタ:130 関:セキ:130 中田:ナカタ:120 久保田:クボタ:120 服部:ハットリ:120 東:ヒガシ:120 岩田:イワタ:120 土屋:ツチヤ:120
川崎:カワサキ:120 福島:フクシマ:120 本田:ホンダ:120 辻:ツジ:120 樋口:ヒグチ:110 秋山:アキヤマ:110 田口:タグチ:110
永井:ナガイ:110 山中:ヤマナカ:110 中西:ナカニシ:110 吉村:ヨシムラ:110 川上:カワカミ:110 石原:イシハラ:110 大橋:オオハシ:110
松岡:マツオカ:110 馬場:ババ:100 浜田:ハマダ:100 森本:モリモト:100 星野:ホシノ:100 矢野:ヤノ:100 浅野:アサノ:100
大久保:オオクボ:90 吉岡:ヨシオカ:90 小池:コイケ:90 荒木:アラキ:90 広瀬:ヒロセ:80 黒田:クロダ:80 小沢:オザワ:70
滝沢:タキザワ:60 富田:トミタ:60 柳沢:ヤナギサワ:50 国分:コクブ:30 芦田:アシダ:20 渋谷:シブヤ:40 条野:ジョウノ:2
桑原:クワバラ:60 竜崎:リュウザキ:3 曽根:ソネ:20 峰岸:ミネギシ:8 三ケ島:ミカシマ:2 御手洗:ミタライ:4 勅使河原:テシガワラ:3""".split()

MALE = """翔太:ショウタ 大輔:ダイスケ 健一:ケンイチ 拓也:タクヤ 直樹:ナオキ 誠:マコト 浩:ヒロシ 浩二:コウジ 隆:タカシ 剛:ツヨシ
学:マナブ 修:オサム 茂:シゲル 勝:マサル 清:キヨシ 豊:ユタカ 進:ススム 実:ミノル 博:ヒロシ 弘:ヒロシ 洋一:ヨウイチ
正:タダシ 明:アキラ 聡:サトシ 亮:リョウ 健:ケン 大樹:ダイキ 和也:カズヤ 達也:タツヤ 哲也:テツヤ 雅彦:マサヒコ 秀樹:ヒデキ
英樹:ヒデキ 克己:カツミ 智也:トモヤ 裕太:ユウタ 雄太:ユウタ 祐介:ユウスケ 雄介:ユウスケ 真一:シンイチ 慎一:シンイチ 伸一:シンイチ
康弘:ヤスヒロ 孝之:タカユキ 貴之:タカユキ 俊介:シュンスケ 宏:ヒロシ 昭:アキラ 治:オサム 敏夫:トシオ 幸雄:ユキオ 和夫:カズオ
正雄:マサオ 義雄:ヨシオ 一郎:イチロウ 太郎:タロウ 次郎:ジロウ 三郎:サブロウ 信夫:ノブオ 勉:ツトム 昇:ノボル 稔:ミノル
徹:トオル 淳:ジュン 純:ジュン 潤:ジュン 航:ワタル 蓮:レン 陽翔:ハルト 悠斗:ユウト 颯太:ソウタ 大和:ヤマト 樹:イツキ 湊:ミナト
陸:リク 海斗:カイト 駿:シュン 翼:ツバサ 健太:ケンタ 健太郎:ケンタロウ 慎太郎:シンタロウ 圭:ケイ 圭介:ケイスケ 啓介:ケイスケ
恵一:ケイイチ 栄一:エイイチ 寿:ヒサシ 広志:ヒロシ 国雄:クニオ 竜也:タツヤ 徳之:ノリユキ 真:マコト 辰夫:タツオ 隆司:タカシ
貴志:タカシ 孝:タカシ 幸司:コウジ 光一:コウイチ 晃:アキラ 晴彦:ハルヒコ 靖:ヤスシ 恭平:キョウヘイ 遼:リョウ 凌:リョウ""".split()

FEMALE = """陽子:ヨウコ 洋子:ヨウコ 幸子:サチコ 和子:カズコ 恵子:ケイコ 京子:キョウコ 久美子:クミコ 裕子:ユウコ 由美子:ユミコ
由美:ユミ 明美:アケミ 真由美:マユミ 直美:ナオミ 智子:トモコ 友子:トモコ 美穂:ミホ 美香:ミカ 愛:アイ 彩:アヤ 恵:メグミ
舞:マイ 瞳:ヒトミ 香織:カオリ 麻衣:マイ 麻美:アサミ 千尋:チヒロ 優子:ユウコ 真理子:マリコ 典子:ノリコ 順子:ジュンコ
節子:セツコ 文子:フミコ 美代子:ミヨコ 悦子:エツコ 弘子:ヒロコ 博子:ヒロコ 紀子:ノリコ 敏子:トシコ 良子:ヨシコ 信子:ノブコ
美智子:ミチコ 千代子:チヨコ 静子:シズコ 清子:キヨコ 栄子:エイコ 寿子:ヒサコ 桜:サクラ 葵:アオイ 結衣:ユイ 陽菜:ヒナ
美咲:ミサキ さくら:サクラ ひなた:ヒナタ 凛:リン 莉子:リコ 美優:ミユ 結菜:ユイナ 遥:ハルカ 萌:モエ 千晴:チハル 沙織:サオリ
理恵:リエ 絵美:エミ 奈々:ナナ 奈緒:ナオ 里美:サトミ 早苗:サナエ 亜希子:アキコ 亜由美:アユミ 加奈子:カナコ 香奈:カナ
佳奈:カナ 由香:ユカ 由佳:ユカ 有紀:ユキ 雪:ユキ 幸恵:サチエ 千恵子:チエコ 富美子:フミコ 国子:クニコ 浜江:ハマエ 広子:ヒロコ
真紀:マキ 真美:マミ 真央:マオ 芽衣:メイ 楓:カエデ 琴音:コトネ 美月:ミツキ 七海:ナナミ 彩花:アヤカ 綾:アヤ 綾香:アヤカ
聡子:サトコ 祥子:ショウコ 翔子:ショウコ 晴美:ハルミ 靖子:ヤスコ 礼子:レイコ 玲子:レイコ 怜奈:レナ 梓:アズサ 泉:イズミ""".split()

# canonical kanji -> variant forms seen in donor-entered names
VARIANTS = {
    "高": "髙", "崎": "\uFA11嵜碕", "斎": "齋齊斉", "斉": "齊斎齋", "辺": "邊邉", "沢": "澤", "浜": "濱濵", "広": "廣",
    "国": "國", "桜": "櫻", "島": "嶋嶌", "吉": "\U00020BB7", "竜": "龍", "滝": "瀧", "真": "眞", "恵": "惠", "徳": "\u5FB7",
    "柳": "栁", "豊": "豐", "栄": "榮", "実": "實", "寿": "壽", "関": "關", "黒": "\u9ED1", "静": "靜", "渋": "澁", "条": "條",
    "峰": "峯", "野": "埜", "富": "冨", "曽": "曾", "桑": "桒", "芦": "蘆", "清": "\u6DF8", "内": "\u5167", "学": "學", "亜": "亞",
    "弥": "彌", "鉄": "鐵", "万": "萬", "船": "舩", "槙": "槇", "館": "舘",
    # compatibility ideographs: these fold under Unicode normalisation, the ones above do not
    "塚": "\uFA10", "晴": "\uFA12", "猪": "\uFA16", "益": "\uFA17", "礼": "\uFA18", "神": "\uFA19", "祥": "\uFA1A", "福": "\uFA1B",
    "靖": "\uFA1C", "精": "\uFA1D", "羽": "\uFA1E", "逸": "\uFA25", "都": "\uFA26", "隆": "\uF9DC", "朗": "\uF929",
}

# ---------------------------------------------------------------- gifts, purposes
# code, name, donation amount per unit, weight, temperature class, subscription count
GIFTS = [
    ("SN001", "周南の地酒 純米酒 720ml 1本", 5000, 30, "常温", 0),
    ("SN002", "徳山ふぐ 一夜干し 3枚", 5000, 34, "冷凍", 0),
    ("SN003", "鹿野高原 わさび漬け 詰合せ", 5000, 14, "冷蔵", 0),
    ("SN004", "周南たこ ボイル 300g", 6000, 22, "冷凍", 0),
    ("SN005", "寄附額お手頃 海の幸 干物セット", 8000, 16, "冷凍", 0),
    ("SN011", "徳山ふぐ刺身セット（1～2人前）", 10000, 96, "冷蔵", 0),
    ("SN012", "周南の地酒 純米大吟醸 飲み比べ 300ml×3本", 10000, 44, "常温", 0),
    ("SN013", "自然薯 約700g（化粧箱入り）", 10000, 38, "常温", 0),
    ("SN014", "須金の梨 約3kg【先行予約】", 10000, 70, "常温", 0),
    ("SN015", "周南たこ 下処理済み 約1kg", 10000, 62, "冷凍", 0),
    ("SN016", "殻付き牡蠣 約2kg", 10000, 48, "冷蔵", 0),
    ("SN017", "鹿野高原豚 切り落とし 1.2kg", 10000, 66, "冷凍", 0),
    ("SN021", "牡蠣 むき身 特大 1kg", 12000, 56, "冷凍", 0),
    ("SN022", "周南産 無農薬米 5kg", 12000, 78, "常温", 0),
    ("SN023", "徳山ふぐ ちり鍋セット（2人前）", 12000, 50, "冷凍", 0),
    ("SN024", "須金のぶどう 詰合せ 約2kg", 12000, 46, "常温", 0),
    ("SN031", "和牛 切り落とし 600g", 15000, 64, "冷凍", 0),
    ("SN032", "周南の地酒 大吟醸 720ml×2本 \"蔵元直送\"", 15000, 26, "常温", 0),
    ("SN033", "徳山ふぐ フルコース（2人前）", 20000, 58, "冷凍", 0),
    ("SN034", "和牛 すき焼き用 ロース 500g", 20000, 48, "冷凍", 0),
    ("SN035", "自然薯とろろ 個食パック 20袋", 20000, 16, "冷凍", 0),
    ("SN036", "LEDセンサーライト（市内工場製造）", 20000, 10, "常温", 0),
    ("SN041", "徳山ふぐ 刺身・ちり・唐揚げ 豪華セット（4人前）", 30000, 44, "冷凍", 0),
    ("SN042", "和牛 サーロインステーキ 200g×3枚", 30000, 34, "冷凍", 0),
    ("SN043", "【定期便3回】周南産 無農薬米 5kg×3回", 30000, 30, "常温", 3),
    ("SN044", "湯野温泉 日帰り入浴・食事券", 30000, 10, "常温", 0),
    ("SN051", "【定期便3回】海の幸 ふぐ・たこ・牡蠣", 50000, 24, "冷凍", 3),
    ("SN052", "周南市内 宿泊・旅行券 15,000円分", 50000, 16, "常温", 0),
    ("SN053", "和牛 ヒレステーキ 150g×4枚", 50000, 12, "冷凍", 0),
    ("SN054", "徳山動物園 年間パスポート＋飼育員体験", 50000, 3, "常温", 0),
    ("SN061", "【定期便6回】周南うまいもん", 100000, 9, "冷凍", 6),
    ("SN062", "周南市内 宿泊・旅行券 30,000円分", 100000, 11, "常温", 0),
    ("SN063", "和牛 1kg 特選ロース", 100000, 4, "冷凍", 0),
    ("SN071", "【定期便12回】周南うまいもん プレミアム", 300000, 2, "冷凍", 12),
    ("SN072", "工場夜景 貸切クルーズ（10名まで）", 500000, 1, "常温", 0),
]
NO_GIFT = ("SN999", "返礼品なし（寄附のみ）", 0, 0, "", 0)
NO_GIFT_AMOUNTS = [1000, 2000, 2000, 3000, 5000, 5000, 10000, 10000, 10000, 20000, 30000, 50000, 100000, 1000000]
PURPOSES = [
    ("1", "市長におまかせ", 46), ("2", "子育て・教育の充実に関する事業", 19), ("3", "産業・観光の振興に関する事業", 7),
    ("4", "自然環境・景観の保全に関する事業", 7), ("5", "中山間地域・離島の振興に関する事業", 4),
    ("6", "徳山動物園リニューアル事業", 8), ("7", "医療・福祉の充実に関する事業", 6), ("8", "文化・スポーツの振興に関する事業", 3),
]

PAYMENTS = {  # name, weight, paid at once?
    "choice": [("クレジットカード決済", 74, 1), ("Amazon Pay", 8, 1), ("PayPay", 7, 1), ("コンビニ決済", 3, 0), ("銀行振込", 3, 0),
               ("郵便振替", 2, 0), ("ペイジー", 1, 0), ("キャリア決済", 2, 1)],
    "rakuten": [("クレジットカード", 90, 1), ("ポイント", 1, 1), ("Apple Pay", 1, 1), ("銀行振込", 3, 0),
                ("セブンイレブン（前払）", 2, 0), ("ローソン、郵便局ATM等（前払）", 2, 0)],
    "satofull": [("クレジットカード", 66, 1), ("PayPay", 20, 1), ("コンビニエンスストア", 4, 0), ("ペイジー", 2, 0),
                 ("ソフトバンクまとめて支払い", 3, 1), ("d払い", 4, 1)],
    "furunavi": [("クレジットカード決済", 72, 1), ("Amazon Pay", 10, 1), ("PayPay", 10, 1), ("楽天ペイ", 5, 1), ("銀行振込", 3, 0)],
    "ana": [("クレジットカード", 96, 1), ("銀行振込", 4, 0)],
    "generic": [("クレジットカード", 80, 1), ("銀行振込", 8, 0), ("納付書", 6, 0), ("現金書留", 2, 0), ("コンビニ", 4, 0)],
}

PREF_WEIGHT = {  # share of donors by home prefecture
    "北海道": 33, "青森県": 6, "岩手県": 6, "宮城県": 16, "秋田県": 5, "山形県": 6, "福島県": 10, "茨城県": 20, "栃木県": 13, "群馬県": 13,
    "埼玉県": 72, "千葉県": 64, "東京都": 236, "神奈川県": 118, "新潟県": 13, "富山県": 7, "石川県": 8, "福井県": 5, "山梨県": 6, "長野県": 14,
    "岐阜県": 14, "静岡県": 28, "愛知県": 74, "三重県": 13, "滋賀県": 13, "京都府": 24, "大阪府": 88, "兵庫県": 52, "奈良県": 12, "和歌山県": 6,
    "鳥取県": 3, "島根県": 4, "岡山県": 14, "広島県": 26, "山口県": 13, "徳島県": 5, "香川県": 7, "愛媛県": 9, "高知県": 4, "福岡県": 42,
    "佐賀県": 5, "長崎県": 8, "熊本県": 11, "大分県": 7, "宮崎県": 6, "鹿児島県": 9, "沖縄県": 9,
}
AREA = {"北海道": "011", "宮城県": "022", "東京都": "03", "神奈川県": "045", "大阪府": "06", "愛知県": "052", "福岡県": "092", "広島県": "082",
        "京都府": "075", "兵庫県": "078", "埼玉県": "048", "千葉県": "043", "山口県": "0834", "沖縄県": "098"}
BUILDINGS = ["ハイツ{}", "コーポ{}", "メゾン{}", "グランドメゾン{}", "{}マンション", "パークハイツ{}", "サンコーポ{}", "レジデンス{}", "シャトー{}",
             "{}ハイム", "ヴィラ{}", "アーバン{}", "プレミール{}", "市営{}団地", "県営{}住宅"]
BLD_WORDS = ["さくら", "若葉", "緑", "青葉", "光", "中央", "本町", "富士見", "東", "日の出", "松風", "みどり", "桜", "旭", "南", "ひまわり", "第二", "駅前"]
COMPANY_A = [x.split(":") for x in """山陽:サンヨウ 瀬戸内:セトウチ 青空:アオゾラ 東西:トウザイ みなと:ミナト 未来:ミライ 北斗:ホクト 大和:ヤマト 緑風:リョクフウ
サンライズ:サンライズ 周防:スオウ 光和:コウワ 高崎:タカサキ 桜:サクラ 富士見:フジミ 日新:ニッシン 共栄:キョウエイ 三協:サンキョウ 中央:チュウオウ 浜松屋:ハママツヤ""".split()]
COMPANY_B = [x.split(":") for x in """工業:コウギョウ 商事:ショウジ システム:システム 物流:ブツリュウ 建設:ケンセツ 電機:デンキ 食品:ショクヒン 設計:セッケイ 化学:カガク
印刷:インサツ 企画:キカク 不動産:フドウサン 運輸:ウンユ 製作所:セイサクショ 薬品:ヤクヒン 会計事務所:カイケイジムショ""".split()]
COMPANY_FORM = [("株式会社", "カブシキガイシャ", "㈱"), ("有限会社", "ユウゲンガイシャ", "㈲"), ("合同会社", "ゴウドウガイシャ", "(同)"),
                ("医療法人", "イリョウホウジン", "(医)")]
OVERSEAS = [("HONOLULU HI 96815 USA", "2552 KALAKAUA AVE APT {}", "+1-808-555-01{:02d}"), ("SINGAPORE 238801", "{} ORCHARD RD", "+65-5550-01{:02d}"),
            ("LONDON W1A 1AA UK", "{} EXAMPLE ST", "+44-20-7946-00{:02d}"), ("BANGKOK 10110 THAILAND", "SUKHUMVIT SOI {}", "+66-2-555-01{:02d}"),
            ("上海市 浦東新区", "{}号", "+86-21-5550-01{:02d}")]
REMARKS = ["", "", "", "", "", "", "", "", "", "", "", "", "年内の受領証明書を希望します。", "応援しています！", "不在が多いため宅配ボックスへお願いします",
           "12月28日～1月3日は不在です", "のし不要", "昨年も寄附しました。がんばってください", "出身者です。ふるさとの発展を願っています"]
MONTH_W = [4.0, 3.5, 4.0, 3.5, 4.0, 5.0, 5.5, 5.5, 8.5, 6.0, 10.0, 40.5]
DEC_DAY_W = [1.0] * 15 + [1.15] * 5 + [1.3, 1.4, 1.5, 1.7, 2.0, 2.4, 2.8, 3.3, 4.2, 6.0, 9.0]
HOUR_W = [4.0, 2.2, 1.2, 0.7, 0.5, 0.6, 1.2, 2.4, 3.4, 4.2, 4.8, 5.0, 5.6, 5.2, 4.8, 4.8, 4.8, 4.8, 5.0, 5.6, 6.8, 8.4, 9.4, 7.6]

# ---------------------------------------------------------------- headers
H = {}
H["rakuten"] = """注文番号,ステータス,サブステータスID,サブステータス,注文日時,注文日,注文時間,キャンセル期限日,注文確認日時,注文確定日時,発送指示日時,発送完了報告日時,支払方法名,クレジットカード支払い方法,クレジットカード支払い回数,配送方法,配送区分,注文種別,複数送付先フラグ,送付先一致フラグ,離島フラグ,楽天確認中フラグ,警告表示タイプ,楽天会員フラグ,購入履歴修正有無フラグ,商品合計金額,消費税合計,送料合計,代引料合計,請求金額,合計金額,ポイント利用額,クーポン利用総額,店舗発行クーポン利用額,楽天発行クーポン利用額,注文者郵便番号1,注文者郵便番号2,注文者住所都道府県,注文者住所郡市区,注文者住所それ以降の住所,注文者姓,注文者名,注文者姓カナ,注文者名カナ,注文者電話番号1,注文者電話番号2,注文者電話番号3,注文者メールアドレス,注文者性別,申込番号,申込お届け回数,送付先ID,送付先送料,送付先代引料,送付先消費税合計,送付先商品合計金額,送付先合計金額,のし,送付先郵便番号1,送付先郵便番号2,送付先住所都道府県,送付先住所郡市区,送付先住所それ以降の住所,送付先姓,送付先名,送付先姓カナ,送付先名カナ,送付先電話番号1,送付先電話番号2,送付先電話番号3,商品明細ID,商品ID,商品名,商品番号,商品管理番号,単価,個数,送料込別,税込別,代引手数料込別,項目・選択肢,ポイント倍率,納期情報,在庫タイプ,ラッピングタイトル1,ラッピング名1,ラッピング料金1,ラッピング税込別1,ラッピング種類1,ラッピングタイトル2,ラッピング名2,ラッピング料金2,ラッピング税込別2,ラッピング種類2,お届け時間帯,お届け日指定,担当者,ひとことメモ,メール差込文 (お客様へのメッセージ),ギフト配送希望,コメント,利用端末,メールキャリアコード,あす楽希望フラグ,医薬品受注フラグ,楽天スーパーDEAL商品受注フラグ,メンバーシッププログラム受注タイプ""".split(",")
RMS_2023 = """決済手数料,注文者負担金合計,店舗負担金合計,外税合計,決済手数料税率,ラッピング税率1,ラッピング税額1,ラッピング税率2,ラッピング税額2,送付先外税合計,送付先送料税率,送付先代引料税率,商品税率,商品毎税込価格,10%税率,10%請求金額,10%請求額に対する税額,10%合計金額,10%決済手数料,10%クーポン割引額,10%利用ポイント数,8%税率,8%請求金額,8%請求額に対する税額,8%合計金額,8%決済手数料,8%クーポン割引額,8%利用ポイント数,0%税率,0%請求金額,0%請求額に対する税額,0%合計金額,0%決済手数料,0%クーポン割引額,0%利用ポイント数,単品配送フラグ,購入時配送会社,領収書発行回数,領収書初回発行日時,領収書最終発行日時,支払い期限日,支払い方法変更期限日,返金手続き期限日,店舗発行クーポンコード,店舗発行クーポン名,楽天発行クーポンコード,楽天発行クーポン名,警告表示タイプ詳細,SKU管理番号,システム連携用SKU番号,SKU情報""".split(",")
H["choice"] = """申込番号,枝番,申込日時,申込状況,入金状況,入金日,寄附者区分,氏名,フリガナ,郵便番号,都道府県,市区町村,番地,建物名,電話番号,メールアドレス,生年月日,性別,寄附金額,申込合計金額,支払方法,決済番号,使い道番号,使い道,お礼の品番号,お礼の品名,数量,配送種別,定期便回数,お届け先氏名,お届け先フリガナ,お届け先郵便番号,お届け先住所,お届け先電話番号,配達希望時間帯,ワンストップ特例申請,寄附者情報の公表,備考""".split(",")
H["satofull"] = """寄付受付番号,明細番号,受付日時,受付ステータス,決済完了日,決済方法,寄付金額,寄付者氏名,寄付者氏名カナ,寄付者郵便番号,寄付者都道府県,寄付者住所1,寄付者住所2,寄付者電話番号,寄付者メールアドレス,寄付者生年月日,お礼品ID,お礼品名,お礼品数量,寄付金の使い道,ワンストップ特例制度利用,配送先氏名,配送先郵便番号,配送先住所,配送先電話番号,応援メッセージ""".split(",")
H["furunavi"] = """申込ID,申込日時,ステータス,決済方法,決済日時,申込合計金額,姓,名,セイ,メイ,郵便番号,都道府県,市区町村,町名番地,建物名・部屋番号,電話番号,メールアドレス,返礼品コード,返礼品名,申込数量,寄附金額,寄附金の用途,ワンストップ特例申請書,お届け先,お届け先郵便番号,お届け先住所,お届け先電話番号,備考""".split(",")
H["ana"] = """受付番号,受付日,受付時刻,受付状態,入金日,お支払方法,寄附者氏名,寄附者氏名（カナ）,郵便番号,都道府県,市区町村,町域・番地,建物名,電話番号,メールアドレス,返礼品管理番号,返礼品名,数量,寄附金額,使い道コード,使い道,ワンストップ特例申請希望,送付先氏名,送付先住所,備考""".split(",")
H["generic"] = """受付番号,行番号,受付経路,申込日,入金日,状態,寄附者区分,氏名,氏名カナ,郵便番号,都道府県,市区町村,町域番地,建物名,電話番号,メールアドレス,生年月日,寄附金額,支払方法,使い道コード,返礼品コード,返礼品名,数量,特例申請,備考""".split(",")
QUOTE_ALL = {"rakuten", "choice", "furunavi"}
STATUS = {  # paid, pending, cancelled
    "rakuten": ("300", "100", "900"), "choice": ("受付完了", "入金待ち", "キャンセル"), "satofull": ("決済完了", "決済待ち", "キャンセル"),
    "furunavi": ("入金済", "未入金", "取消"), "ana": ("入金確認済", "入金待ち", "キャンセル済"), "generic": ("入金済", "入金待", "取消"),
}
ONESTOP = {  # wanted, not wanted
    "rakuten": ("必要(ワンストップ特例申請用)", "不要"), "choice": ("希望する", "希望しない"), "satofull": ("利用する", "利用しない"),
    "furunavi": ("要", "不要"), "ana": ("1", "0"), "generic": ("有", "無"),
}
DIRT_KINDS = ["half_kana", "fullwidth_digits", "lost_leading_zero", "wareki_date", "newline", "platform_char", "variant_kanji", "blank_kana",
              "hiragana_kana", "hyphen_variant", "town_variant", "amount_format", "space_variant", "banchi_style", "unencodable"]
DIRT_W = [14, 12, 10, 4, 5, 5, 14, 4, 4, 9, 9, 4, 8, 12, 1]

HALF = {}
for _c in range(0xFF61, 0xFFA0):
    _f = unicodedata.normalize("NFKC", chr(_c))
    if len(_f) == 1:
        HALF.setdefault(_f, chr(_c))
for _c in range(0x30A1, 0x30FB):          # voiced kana -> base + mark
    _d = unicodedata.normalize("NFD", chr(_c))
    if len(_d) == 2 and _d[0] in HALF:
        HALF[chr(_c)] = HALF[_d[0]] + ("ﾞ" if _d[1] == "\u3099" else "ﾟ")
HALF["ー"] = "ｰ"; HALF["　"] = " "; HALF[" "] = " "
HALF_T = {ord(k): v for k, v in HALF.items()}
HIRA_T = {c: c - 0x60 for c in range(0x30A1, 0x30F7)}
FULLDIG = {ord(c): ord(c) + 0xFEE0 for c in "0123456789"}
KANSUJI = "〇一二三四五六七八九"


def expand(pairs, slots=4096):
    """[(item, weight)] -> flat list for O(1) weighted choice; every item gets at least one slot."""
    tot = float(sum(w for _, w in pairs))
    out = []
    for it, w in pairs:
        out.extend([it] * max(1, int(round(slots * w / tot))))
    return out


def kan_num(n):
    if n < 10:
        return KANSUJI[n]
    if n < 20:
        return "十" + (KANSUJI[n - 10] if n > 10 else "")
    return KANSUJI[n // 10] + "十" + (KANSUJI[n % 10] if n % 10 else "")


def load_postal(path):
    """-> {prefecture: (urban rows, rural rows)}, rows of (postal, code5, pref, city, town)"""
    pref = {}
    home = []
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))[1:]
    per_town = {}
    for x in rows:
        per_town[x[1], x[4]] = per_town.get((x[1], x[4]), 0) + 1
    for pc, code5, p, city, town in rows:
        # office towers have one code per floor: nobody lives there
        if not town or "（" in town or "、" in town or per_town[code5, town] > 5:
            continue
        rural = "郡" in city and (city.endswith("町") or city.endswith("村")) or city.endswith("村")
        if p == "東京都" and not city.endswith("区"):
            rural = True
        u, r = pref.setdefault(p, ([], []))
        row = (pc, code5, p, city, town)
        (r if rural else u).append(row)
        if code5 == HOME_CODE5:
            home.append(row)
    return pref, home


def encodable(s, enc):
    if enc != "cp932":
        return True
    try:
        s.encode("cp932")
        return True
    except UnicodeEncodeError:
        return False


class Gen:
    def __init__(self, a):
        self.a = a
        self.rnd = random.Random(a.seed).random
        self.enc = a.encoding
        self.sur = []
        for i in SURNAMES:
            k, y, w = i.split(":")
            self.sur.append(((k, y), int(w)))
        self.sur = expand(self.sur, 20000)
        self.male = [tuple(x.split(":")) for x in MALE]
        self.female = [tuple(x.split(":")) for x in FEMALE]
        self.pref, self.home = load_postal(a.postal)
        self.prefs = expand([(self.pref[p], w) for p, w in PREF_WEIGHT.items() if p in self.pref], 8192)
        self.gifts = expand([(g, g[3]) for g in GIFTS], 16384)
        self.purp = expand([(p, p[2]) for p in PURPOSES], 1024)
        self.pays = expand([(p, p[1]) for p in PAYMENTS[a.portal]], 2048)
        self.dirts = expand(list(zip(DIRT_KINDS, DIRT_W)), 1024)
        self.var = {}
        for k, vs in VARIANTS.items():
            v = [x for x in vs if x != k and encodable(x, self.enc)]
            if v:
                self.var[k] = v
        self.pool = []
        self.ndonor = 0
        self.last_household = None
        self.nmoved = 0
        self.ncontact = 0

    # -- donors: (id, kind, sei, mei, seikana, meikana, postal, code5, pref, city, town, banchi tuple, building, phone tuple, mail, birth, sex)
    def new_donor(self):
        r = self.rnd
        self.ndonor += 1
        i = self.ndonor
        x = r()
        a = self.a
        if x < a.company_rate:
            c1 = COMPANY_A[int(r() * len(COMPANY_A))]
            c2 = COMPANY_B[int(r() * len(COMPANY_B))]
            f = COMPANY_FORM[int(r() * len(COMPANY_FORM))]
            d = self._place(i, r)
            n, k = c1[0] + c2[0], c1[1] + c2[1]
            n, k = (f[0] + n, f[1] + k) if r() < 0.6 or f[0] == "医療法人" else (n + f[0], k + f[1])
            return (i, 1, n, "", k, "") + d[:6] + ("", ) + d[7:8] + ("info%d@corp.example.jp" % i, "", "")
        if x < a.company_rate + a.overseas_rate:
            o = OVERSEAS[int(r() * len(OVERSEAS))]
            s = self.sur[int(r() * len(self.sur))]
            g = self.male[int(r() * len(self.male))]
            return (i, 2, s[0], g[0], s[1], g[1], "", "", "", o[0], o[1].format(int(r() * 900) + 100), (), "", (o[2].format(i % 100),),
                    "d%d@mail.example.com" % i, self._birth(r), "男")
        hh = self.last_household
        male = r() < 0.62
        g = self.male[int(r() * len(self.male))] if male else self.female[int(r() * len(self.female))]
        if hh is not None and r() < 0.04 and g[0] != hh[3]:
            # another member of an existing household: same surname, address and landline
            d = (i, 0, hh[2], g[0], hh[4], g[1]) + hh[6:14] + ("d%d@mail.example.jp" % i, self._birth(r), "男" if male else "女")
            if self.a.shared_contact:
                d = d[:14] + (hh[14],) + d[15:]
            self.last_household = None
            return d
        s = self.sur[int(r() * len(self.sur))]
        d = (i, 0, s[0], g[0], s[1], g[1]) + self._place(i, r) + (
            ("d%d@mail.example.jp" if r() < 0.6 else "donor.%d@example.com") % i, self._birth(r), "男" if male else "女")
        if r() < 0.3:
            self.last_household = d
        return d

    @staticmethod
    def _birth(r):
        return "%04d/%02d/%02d" % (1945 + int((r() + r()) * 29), 1 + int(r() * 12), 1 + int(r() * 28))

    def _place(self, i, r):
        u, ru = self.prefs[int(r() * len(self.prefs))]
        if not u or (ru and r() < 0.09):
            u = ru
        row = u[int(r() * len(u))]
        x = r()
        if x < 0.55:
            b = (1 + int(r() * 7), 1 + int(r() * 30), 1 + int(r() * 25))
        elif x < 0.85:
            b = (1 + int(r() * 2400), 1 + int(r() * 20))
        else:
            b = (1 + int(r() * 3000),)
        bld = ""
        if r() < 0.42:
            bld = BUILDINGS[int(r() * len(BUILDINGS))].format(BLD_WORDS[int(r() * len(BLD_WORDS))]) + " %d%02d" % (
                1 + int(r() * 12), 1 + int(r() * 12))
            if r() < 0.3:
                bld += "号室"
        if r() < 0.8:
            ph = ("0%d0" % (7 + int(r() * 3)), "0%03d" % int(r() * 1000), "%04d" % int(r() * 10000))
        else:
            ar = AREA.get(row[2], "0%d" % (20 + int(r() * 70)) + "0" * (r() < 0.4))
            mid = 6 - len(ar)
            ph = (ar, "0" + "%0*d" % (max(mid - 1, 0), int(r() * 10 ** max(mid - 1, 0))) if mid > 0 else "0", "%04d" % int(r() * 10000))
        return row + (b, bld, ph)

    def donor(self):
        """the donor of the next order, with the contact data that this order gives"""
        d = self._next_donor()
        for share, at, none in ((self.a.mail_rate, 14, ""), (self.a.phone_rate, 13, ("",))):
            if share < 1.0:           # decided by a counter, so that every other figure of the file stays the same
                self.ncontact += 1
                if (self.ncontact * 0x9E3779B97F4A7C15 + self.a.seed * 0xD1B54A32D192ED03) % (1 << 64) / (1 << 64) >= share:
                    d = d[:at] + (none,) + d[at + 1:]
        return d

    def _next_donor(self):
        r = self.rnd
        pool = self.pool
        if pool and r() < self.a.repeat_rate:
            # a few heavy donors, many light ones
            k = int(r() * r() * len(pool))
            d = pool[k]
            if self.a.dirty > 0 and d[1] == 0:
                x = r()
                if x < 0.02:              # moved house: same person, phone and mail
                    d = d[:6] + self._place(d[0], r)[:7] + d[13:]
                    pool[k] = d
                    self.nmoved += 1
                elif x < 0.05:            # another mail address
                    d = d[:14] + ("d%d.alt@mail.example.net" % d[0],) + d[15:]
            return d
        d = self.new_donor()
        if len(pool) < 60000:
            pool.append(d)
        else:
            pool[int(r() * 60000)] = d
        return d


def banchi(b):
    return "-".join(map(str, b))


def banchi_styled(b, k):
    """the same number written in another way"""
    n = len(b)
    if n == 3:
        return ("%d丁目%d番%d号" % b, "%d丁目%d-%d" % b, "%s丁目%d番地%d" % (kan_num(b[0]), b[1], b[2]), "%d－%d－%d" % b,
                "%dの%dの%d" % b, "%d丁目 %d番 %d号" % b)[k % 6]
    if n == 2:
        return ("%d番地%d" % b, "%d番地の%d" % b, "%d番%d号" % b, "字%d-%d" % b)[k % 4]
    return ("%d番地" % b, "%d番" % b, "字%d" % b)[k % 3] if n == 1 else ""


def town_variant(town, k):
    for x, ys in (("ケ", "ヶが"), ("ヶ", "ケが"), ("ノ", "の之"), ("之", "のノ"), ("大字", ("", "字")), ("字", ("",)), ("通り", ("通",)),
                  ("条", ("條",)), ("沢", ("澤",)), ("浜", ("濱",)), ("竜", ("龍",)), ("崎", ("\uFA11",)), ("渕", ("淵",)), ("塚", ("\uFA10",)), ("桧", ("檜",))):
        if x in town:
            return town.replace(x, ys[k % len(ys)], 1)
    return "大字" + town


def wareki(s):
    """2025-12-31... -> 令和7年12月31日 / R7.12.31"""
    y, m, d = int(s[0:4]), int(s[5:7]), int(s[8:10])
    e = y - 2018 if y > 2019 or (y == 2019 and m >= 5) else None
    if e is None:
        return "平成%d年%d月%d日" % (y - 1988, m, d)
    return ("令和元年%d月%d日" % (m, d) if e == 1 else "令和%d年%d月%d日" % (e, m, d)) if d % 2 else "R%d.%02d.%02d" % (e, m, d)


def make_times(n, year, seed, portal):
    rnd = random.Random(seed ^ 0x5EED).random
    days, wts = [], []
    d = datetime.date(year, 1, 1)
    while d.year == year:
        m = d.month
        if m == 12:
            w = MONTH_W[11] * DEC_DAY_W[d.day - 1] / sum(DEC_DAY_W)
        else:
            nd = 28 if m == 2 else 30
            w = MONTH_W[m - 1] / nd
        if d.weekday() >= 5:
            w *= 1.12
        if portal == "rakuten" and d.day % 5 == 0 and m != 12:
            w *= 1.7                      # point-campaign days
        if m == 9 and d.day >= 28:
            w *= 3.0                      # rush before the autumn rule changes
        days.append(d.strftime("%Y-%m-%d"))
        wts.append(w)
        d += datetime.timedelta(days=1)
    # exact apportioning per day by cumulative share, then random time of day
    cum, c = [], 0.0
    for w in wts:
        c += w
        cum.append(c)
    hours = expand(list(enumerate(HOUR_W)), 2048)
    nh = len(hours)
    out = []
    for _ in range(n):
        di = bisect.bisect_left(cum, rnd() * c)
        out.append(di * 86400 + hours[int(rnd() * nh)] * 3600 + int(rnd() * 3600))
    out.sort()
    return days, out


def add_days(day_index, k, year):
    return (datetime.date(year, 1, 1) + datetime.timedelta(days=day_index + k)).strftime("%Y-%m-%d")


def main(argv=None):
    gc.disable()                  # nothing here makes reference cycles; saves a fifth of the time
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--portal", choices=sorted(H), default="generic")
    ap.add_argument("--rows", type=int, default=1000, help="CSV records after the header")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--encoding", choices=["cp932", "utf-8-sig"], default="cp932")
    ap.add_argument("--year", type=int, default=2025)
    ap.add_argument("--dirty", type=float, default=0.0, help="share of orders with 1-3 kinds of dirt (0..1); 0 = a clean file")
    ap.add_argument("--out", default="-", help="CSV file (default: standard output)")
    ap.add_argument("--truth", help="truth JSON file")
    ap.add_argument("--truth-map", help="CSV file: order_no, donor_id, status, amount, donation_date, ...")
    ap.add_argument("--postal", default=os.path.join(HERE, "..", "..", "etc", "reference", "postal_codes.csv"))
    ap.add_argument("--broken", type=int, default=0, help="rows that an importer must reject")
    ap.add_argument("--rms", type=int, choices=[107, 158], default=158, help="rakuten only: columns of the older or the present RMS layout")
    ap.add_argument("--mail-rate", type=float, default=1.0, help="share of orders that give a mail address")
    ap.add_argument("--phone-rate", type=float, default=1.0, help="share of orders that give a phone number")
    ap.add_argument("--shared-contact", action="store_true", help="members of a household share one mail address, as they share the phone")
    ap.add_argument("--repeat-rate", type=float, default=0.28, help="chance that an order comes from an earlier donor")
    for n, v in (("multi", .10), ("cancel", .015), ("pending", .006), ("duplicate", .01), ("company", .008), ("overseas", .002)):
        ap.add_argument("--%s-rate" % n, type=float, default=None, help="default %g, or 0 when --dirty is 0" % v)
        ap.set_defaults(**{"_%s" % n: v})
    a = ap.parse_args(argv)
    for n in ("multi", "cancel", "pending", "duplicate", "company", "overseas"):
        if getattr(a, n + "_rate") is None:
            setattr(a, n + "_rate", getattr(a, "_" + n) if a.dirty > 0 else 0.0)
    if a.broken > a.rows // 2:
        ap.error("--broken must be at most half of --rows")
    run(a)


def run(a):
    g = Gen(a)
    r = g.rnd
    portal, year = a.portal, a.year
    target = a.rows - a.broken
    header = H[portal]
    if portal == "rakuten" and a.rms == 158:
        header = header + RMS_2023

    # ---- 1. shape of the file: lines per order and which orders are exported twice
    shape = []                    # (lines, duplicated?)
    left = target
    while left > 0:
        n = 1
        if r() < a.multi_rate:
            x = r()
            n = 2 if x < .72 else 3 if x < .93 else 4 + int(r() * 4)
        dup = r() < a.duplicate_rate
        if left < 40:
            dup = False
        if n * (2 if dup else 1) > left:
            n, dup = left, False
            n = min(n, 7)
        shape.append((n, dup))
        left -= n * (2 if dup else 1)
    days, times = make_times(len(shape), year, a.seed, portal)

    # ---- 2. output
    if a.out == "-":
        raw = sys.stdout.buffer
    else:
        raw = open(a.out, "wb")
    buf = io.StringIO()
    wr = csv.writer(buf, quoting=csv.QUOTE_ALL if portal in QUOTE_ALL else csv.QUOTE_MINIMAL, lineterminator="\r\n")
    wr.writerow(header)
    codec = "cp932" if a.encoding == "cp932" else "utf-8"
    if a.encoding == "utf-8-sig":
        raw.write(b"\xef\xbb\xbf")
    mapf = None
    if a.truth_map:
        mapf = open(a.truth_map, "w", encoding="utf-8", newline="")
        mw = csv.writer(mapf, lineterminator="\n")
        mw.writerow(["order_no", "donor_id", "donor_kind", "status", "lines", "amount", "payment", "applied_date", "donation_date", "one_stop", "purpose_code",
                     "postal_code", "code5"])

    st_paid, st_pend, st_canc = STATUS[portal]
    os_yes, os_no = ONESTOP[portal]
    row_fn = ROWS[portal]
    WIDE[0] = a.rms == 158
    gifts, purp, pays, dirts, var = g.gifts, g.purp, g.pays, g.dirts, g.var
    ng, npu, npy, nd = len(gifts), len(purp), len(pays), len(dirts)
    utf8 = a.encoding != "cp932"

    T = {k: {} for k in ("applied_month", "donation_month", "gift", "payment", "purpose", "pref")}

    def bump(tbl, key, yen, n=1):
        e = T[tbl].get(key)
        if e is None:
            T[tbl][key] = [n, yen]
        else:
            e[0] += n
            e[1] += yen

    seen_all, seen_valid = set(), set()
    kinds_valid = {0: set(), 1: set(), 2: set()}
    dirt_counts = dict.fromkeys(DIRT_KINDS, 0)
    n_paid = n_pend = n_canc = n_dup = n_duprows = n_cancrows = n_pendrows = n_multi = n_onestop = n_dirty = n_nogift = 0
    yen_paid = yen_canc = yen_pend = 0
    valid_lines = 0
    delayed = []                  # heap of (due order index, seq, rows)
    seq = 0
    written = 0
    broken_at = []
    broken_every = (a.rows // (a.broken + 1)) if a.broken else 0
    dirty = a.dirty
    wrow = wr.writerow
    if portal in QUOTE_ALL:       # every cell is a string there; joining is faster than csv.writer
        put = buf.write

        def wrow(cells):
            line = '"' + '","'.join(cells) + '"\r\n'
            if line.count('"') != 2 * len(cells):
                line = '"' + '","'.join([c.replace('"', '""') for c in cells]) + '"\r\n'
            put(line)

    def flush():
        raw.write(buf.getvalue().encode(codec))
        buf.seek(0)
        buf.truncate(0)

    for oi, (nl, dup) in enumerate(shape):
        while delayed and delayed[0][0] <= oi:
            for x in heapq.heappop(delayed)[2]:
                wrow(x)
                written += 1
        if broken_every and len(broken_at) < a.broken and written >= broken_every * (len(broken_at) + 1):
            k = len(broken_at)
            kind = ("too_few_columns", "bad_amount", "bad_date", "empty_order_no", "bad_quantity")[k % 5]
            wrow(broken_row(portal, header, kind, k, year))
            broken_at.append({"record": written + 1, "kind": kind})
            written += 1

        t = times[oi]
        di = t // 86400
        s = t % 86400
        day = days[di]
        hms = "%02d:%02d:%02d" % (s // 3600, s // 60 % 60, s % 60)
        d = g.donor()
        kind = d[1]
        local = d[7] == HOME_CODE5
        pay = pays[int(r() * npy)]
        status = 0
        x = r()
        if x < a.cancel_rate:
            status = 2
        elif not pay[2] and x < a.cancel_rate + a.pending_rate * 6:
            status = 1
        # payment date: at once, or some days later for prepaid ways (may fall in the next year)
        if pay[2]:
            paid = day
            paid_hms = hms
        else:
            paid = add_days(di, int(r() * r() * 12), year)
            paid_hms = "%02d:%02d:00" % (9 + int(r() * 9), int(r() * 60))
            if paid == day and paid_hms < hms:
                paid_hms = hms
        if status == 1:
            paid = paid_hms = ""
        purpose = purp[int(r() * npu)]
        onestop = kind == 0 and r() < (0.5 if d[15] else 0)
        remark = REMARKS[int(r() * len(REMARKS))]
        lines = []
        total = 0
        for li in range(nl):
            if local or kind == 2 or r() < 0.012:
                amt = NO_GIFT_AMOUNTS[int(r() * len(NO_GIFT_AMOUNTS))]
                gift, q = NO_GIFT, 1
            else:
                gift = gifts[int(r() * ng)]
                for ln in lines:              # one line per gift within an order
                    if ln[0] is gift:
                        gift = gifts[int(r() * ng)]
                amt = gift[2]
                x = r()
                q = 1 if x < .945 else 2 if x < .985 else 3
            lines.append((gift, amt, q))
            total += amt * q
        points = 0
        if portal == "rakuten":
            if pay[0] == "ポイント":
                points = total
            elif r() < 0.25:
                points = min(total - 1, int(r() * r() * 8000))
            if day >= "2026-01-22" and pay[0].startswith("ローソン"):
                pay = ("ファミリーマート、ローソン等（前払）", 0, 0)     # renamed by the portal that day
        ship = None
        if kind == 0 and r() < 0.09 and g.pool:
            ship = g.pool[int(r() * len(g.pool))]
            if ship[1] != 0:
                ship = None
        order_no = order_number(portal, oi, day, d[0], year)

        # editable view of the donor, for dirt
        sei, mei, kse, kme = d[2], d[3], d[4], d[5]
        postal, pref, city, town = d[6], d[8], d[9], d[10]
        bt = d[11]
        ban = "-".join(map(str, bt))
        bld = d[12]
        ph = d[13]
        sp = "　"
        dt = None
        amt_fmt = 0
        date_fmt = 0
        zero = False
        fulld = False
        if dirty and r() < dirty:
            n_dirty += 1
            k = 1 + int(r() * 3)
            dt = []
            for _ in range(k):
                dk = dirts[int(r() * nd)]
                if dk in dt:
                    continue
                z = int(r() * 1000)
                ok = True
                if dk == "half_kana":
                    kse, kme = kse.translate(HALF_T), kme.translate(HALF_T)
                elif dk == "fullwidth_digits":
                    fulld = True
                    ban = ban.translate(FULLDIG).replace("-", "－")
                elif dk == "lost_leading_zero":
                    ok = zero = postal[:1] == "0" or (kind != 2)
                elif dk == "wareki_date":
                    date_fmt = 1
                elif dk == "newline":
                    if bld and z & 1:
                        bld = bld.replace(" ", "\n", 1)
                    else:
                        remark = "受領証明書の件\nよろしく\"お願い\"します" if z & 2 else (remark or "連絡は平日18時以降に") + "\r\n不在時は携帯へ,お願いします"
                elif dk == "platform_char":
                    if kind == 1:
                        for f, _k, sh in COMPANY_FORM:
                            sei = sei.replace(f, sh)
                    elif bld:
                        bld = bld.replace("第二", "Ⅱ") if "第二" in bld else "①②③ⅠⅡⅢ"[z % 6] + bld
                    else:
                        remark = "℡連絡希望　№%d　～①～" % (z % 50)
                elif dk == "variant_kanji":
                    ok = False
                    n2 = sei + "\t" + mei
                    for ch in n2:
                        v = var.get(ch)
                        if v:
                            n2 = n2.replace(ch, v[z % len(v)], 1)
                            ok = True
                            if z % 3:
                                break
                    if ok:
                        sei, mei = n2.split("\t")
                elif dk == "blank_kana":
                    kse = kme = ""
                elif dk == "hiragana_kana":
                    kse, kme = kse.translate(HIRA_T), kme.translate(HIRA_T)
                elif dk == "hyphen_variant":
                    ok = "-" in ban
                    ban = ban.replace("-", "－‐ー―ｰ"[z % 5])
                elif dk == "town_variant":
                    town = town_variant(town, z) if kind != 2 else town
                elif dk == "amount_format":
                    amt_fmt = 1 + z % 3
                elif dk == "space_variant":
                    sp = ("", " ", "  ", "　　")[z % 4]
                    if z % 7 == 0:
                        sei = "　" + sei
                elif dk == "banchi_style":
                    if bt:
                        ban = banchi_styled(bt, z)
                    else:
                        ok = False
                elif dk == "unencodable":
                    if utf8:
                        # decomposed kana (as pasted from some file systems) or an ideographic variation sequence
                        if z & 1 and ("辺" in sei or "葛" in city):
                            sei = sei.replace("辺", "邉\U000E0101", 1)
                        else:
                            kse = unicodedata.normalize("NFD", kse)
                    else:
                        sei = sei[:-1] + "〓?"[z & 1] if len(sei) > 1 else sei
                if ok:
                    dt.append(dk)
            for dk in dt:
                dirt_counts[dk] += 1

        # ---- truth
        seen_all.add(d[0])
        ym_a = day[:7]
        dkey = paid[:7]
        if nl > 1:
            n_multi += 1
        if status == 0:
            n_paid += 1
            yen_paid += total
            valid_lines += nl
            seen_valid.add(d[0])
            kinds_valid[kind].add(d[0])
            bump("applied_month", ym_a, total)
            bump("donation_month", dkey, total)
            bump("payment", pay[0], total)
            bump("purpose", purpose[0], total)
            bump("pref", pref if kind != 2 else "海外", total)
            for gift, amt, q in lines:
                bump("gift", gift[0], amt * q, q)
            if onestop:
                n_onestop += 1
        elif status == 1:
            n_pend += 1
            n_pendrows += nl
            yen_pend += total
        else:
            n_canc += 1
            n_cancrows += nl
            yen_canc += total
        if mapf:
            mw.writerow([order_no, d[0], ("individual", "company", "overseas")[kind], ("paid", "pending", "cancelled")[status], nl, total, pay[0], day, paid,
                         int(onestop), purpose[0], d[6], d[7]])

        o = (order_no, day, hms, paid, paid_hms, (st_paid, st_pend, st_canc)[status], status, kind, sei, mei, kse, kme, sp, postal, pref, city, town, ban, bld, ph,
             d[14], d[15], d[16], total, pay, purpose, os_yes if onestop else os_no, remark, ship, points, amt_fmt, date_fmt, zero, fulld, oi, local)
        rows = row_fn(o, lines)
        for x in rows:
            wrow(x)
        written += nl
        if dup:
            n_dup += 1
            n_duprows += nl
            seq += 1
            heapq.heappush(delayed, (oi + 2 + int(r() * r() * 3000), seq, rows))   # never adjacent to the original
        if oi % 4000 == 3999:
            flush()
    while delayed:
        for x in heapq.heappop(delayed)[2]:
            wrow(x)
            written += 1
    while len(broken_at) < a.broken:
        k = len(broken_at)
        kind = ("too_few_columns", "bad_amount", "bad_date", "empty_order_no", "bad_quantity")[k % 5]
        wrow(broken_row(portal, header, kind, k, year))
        broken_at.append({"record": written + 1, "kind": kind})
        written += 1
    flush()
    if raw is not sys.stdout.buffer:
        raw.close()
    else:
        raw.flush()
    if mapf:
        mapf.close()

    def tab(name, key1):
        return {k: {key1: v[0], "yen": v[1]} for k, v in sorted(T[name].items())}

    gift_names = {x[0]: x[1] for x in GIFTS}
    gift_names[NO_GIFT[0]] = NO_GIFT[1]
    truth = {
        "generator_version": 1,
        "parameters": {k: getattr(a, k) for k in ("portal", "rows", "seed", "encoding", "year", "dirty", "broken", "rms", "repeat_rate", "multi_rate", "cancel_rate",
                                                   "pending_rate", "duplicate_rate", "company_rate", "overseas_rate")},
        "rows": written,
        "columns": len(header),
        "broken_rows": len(broken_at),
        "broken": broken_at,
        "orders": len(shape),
        "lines": sum(n for n, _ in shape),
        "multi_line_orders": n_multi,
        "duplicate_orders": n_dup,
        "duplicate_rows": n_duprows,
        "valid_donations": n_paid,
        "valid_lines": valid_lines,
        "valid_yen": yen_paid,
        "cancelled_orders": n_canc,
        "cancelled_rows": n_cancrows,
        "cancelled_yen": yen_canc,
        "pending_orders": n_pend,
        "pending_rows": n_pendrows,
        "pending_yen": yen_pend,
        "one_stop_requests": n_onestop,
        "moved_repeat_donors": g.nmoved,
        "dirty_orders": n_dirty,
        "dirt_counts": dirt_counts,
        "distinct_donors_all": len(seen_all),
        "distinct_donors_valid": len(seen_valid),
        "distinct_donors_valid_by_kind": {"individual": len(kinds_valid[0]), "company": len(kinds_valid[1]), "overseas": len(kinds_valid[2])},
        "by_applied_month": tab("applied_month", "orders"),
        "by_donation_month": tab("donation_month", "orders"),
        "by_gift": {k: dict(v, name=gift_names[k]) for k, v in tab("gift", "units").items()},
        "by_payment": tab("payment", "orders"),
        "by_purpose": tab("purpose", "orders"),
        "by_prefecture": tab("pref", "orders"),
        "notes": {
            "valid": "orders neither cancelled nor awaiting payment; each order counted once however often it is exported",
            "donation_date": "payment date (immediate payment: the application date); by_donation_month may reach into the next year",
            "amount": "sum of unit amount x quantity over the lines of an order; points used do not reduce it",
            "duplicate": "an exact copy of all rows of an order, later in the file and never right after the original",
            "dirt_counts": "per order, before duplication; cancelled and pending orders included",
        },
    }
    if a.truth:
        with open(a.truth, "w", encoding="utf-8") as f:
            json.dump(truth, f, ensure_ascii=False, indent=1)
            f.write("\n")
    return truth


def order_number(portal, i, day, donor, year):
    if portal == "rakuten":
        return "352152-%s-%010d" % (day.replace("-", ""), 100000 + i * 7)
    if portal == "choice":
        return "C%04d%08d" % (year, i + 1)
    if portal == "satofull":
        return "%d" % (20000000000 + year * 10000000 % 10000000000 + i * 3)
    if portal == "furunavi":
        return "FN%s-%07d" % (day[2:4] + day[5:7], i + 1)
    if portal == "ana":
        return "A%010d" % (year * 1000000 + i)
    return "G%04d-%07d" % (year, i + 1)


# ---------------------------------------------------------------- row builders
def money(n, f):
    if not f:
        return str(n)
    return "{:,}".format(n) if f == 1 else "{:,}円".format(n) if f == 2 else str(n).translate(FULLDIG)


def date_s(s, f, sep="/"):
    if not s:
        return ""
    if f:
        return wareki(s)
    return s if sep == "-" else s.replace("-", sep)


def zipcode(p, hyphen, zero, fulld):
    if not p:
        return ""
    if zero and p[0] == "0":
        return p.lstrip("0")
    v = p[:3] + "-" + p[3:] if hyphen else p
    return v.translate(FULLDIG) if fulld else v


def phone(ph, sep, zero, fulld):
    if len(ph) == 1:
        return ph[0]
    v = sep.join(ph)
    if zero:
        v = "".join(ph)[1:]
    return v.translate(FULLDIG).replace("-", "－") if fulld else v


def ship_addr(s):
    return s[8] + s[9] + s[10] + banchi(s[11]) + (" " + s[12] if s[12] else "")


def rows_choice(o, lines):
    (no, day, hms, paid, phms, st, stn, kind, sei, mei, kse, kme, sp, pc, pref, city, town, ban, bld, ph, mail, birth, sex, total, pay, pu, one, rem, ship, pts,
     af, df, zero, fd, oi, local) = o
    name = sei + sp + mei if mei else sei
    kana = kse + sp + kme if kme else kse
    ap = (date_s(day, df) + " " + hms) if not df else date_s(day, df)
    pd = date_s(paid, df)
    if ship:
        sn, sk, sz, sa, sph = ship[2] + "　" + ship[3], ship[4] + "　" + ship[5], zipcode(ship[6], 1, 0, 0), ship_addr(ship), phone(ship[13], "-", 0, 0)
    else:
        sn = sk = sz = sa = sph = ""
    z = zipcode(pc, 1, zero, fd)
    p = phone(ph, "-", zero and pc[:1] != "0", fd)
    out = []
    for i, (g, amt, q) in enumerate(lines):
        out.append([no, str(i + 1), ap, st, "入金済" if paid else "未入金", pd, ("個人", "法人", "個人")[kind], name, kana, z, pref, city, town + ban, bld, p, mail, birth, sex,
                    money(amt * q, af), money(total, af), pay[0], "P%09d" % (oi * 13 + 7), pu[0], pu[1], g[0], g[1], str(q), g[4], str(g[5] or ""), sn, sk, sz, sa, sph,
                    ("", "午前中", "14時～16時", "19時～21時")[oi & 3], one, ("希望しない", "氏名のみ")[oi % 5 == 0], rem])
    return out


def rows_satofull(o, lines):
    (no, day, hms, paid, phms, st, stn, kind, sei, mei, kse, kme, sp, pc, pref, city, town, ban, bld, ph, mail, birth, sex, total, pay, pu, one, rem, ship, pts,
     af, df, zero, fd, oi, local) = o
    name = sei + sp + mei if mei else sei
    kana = kse + sp + kme if kme else kse
    ap = date_s(day, df) + ("" if df else " " + hms)
    if ship:
        sh = (ship[2] + "　" + ship[3], ship[6], ship_addr(ship), "".join(ship[13]))
    else:
        sh = ("", "", "", "")
    return [[no, i + 1, ap, st, date_s(paid, df), pay[0], money(amt * q, af), name, kana, zipcode(pc, 0, zero, fd), pref, city + town + ban, bld,
             phone(ph, "", zero and pc[:1] != "0", fd), mail, birth, g[0], g[1], q, pu[1], one, sh[0], sh[1], sh[2], sh[3], rem]
            for i, (g, amt, q) in enumerate(lines)]


def rows_furunavi(o, lines):
    (no, day, hms, paid, phms, st, stn, kind, sei, mei, kse, kme, sp, pc, pref, city, town, ban, bld, ph, mail, birth, sex, total, pay, pu, one, rem, ship, pts,
     af, df, zero, fd, oi, local) = o
    ap = date_s(day, df) + ("" if df else " " + hms[:5])
    pd = (date_s(paid, df) + ("" if df else " " + phms[:5])) if paid else ""
    sh = (ship[2] + " " + ship[3], zipcode(ship[6], 1, 0, 0), ship_addr(ship), phone(ship[13], "-", 0, 0)) if ship else ("", "", "", "")
    if not sp:
        sei, mei = sei + mei, ""      # whole name typed into one box
    return [[no, ap, st, pay[0], pd, money(total, af), sei, mei, kse, kme, zipcode(pc, 1, zero, fd), pref, city, town + ban, bld,
             phone(ph, "-", zero and pc[:1] != "0", fd), mail, g[0], g[1], str(q), money(amt * q, af), pu[1], one, sh[0], sh[1], sh[2], sh[3], rem]
            for g, amt, q in lines]


def rows_ana(o, lines):
    (no, day, hms, paid, phms, st, stn, kind, sei, mei, kse, kme, sp, pc, pref, city, town, ban, bld, ph, mail, birth, sex, total, pay, pu, one, rem, ship, pts,
     af, df, zero, fd, oi, local) = o
    name = sei + sp + mei if mei else sei
    kana = kse + sp + kme if kme else kse
    return [[no, date_s(day, df, ""), hms, st, date_s(paid, df, ""), pay[0], name, kana, zipcode(pc, 0, zero, fd), pref, city, town + ban, bld,
             phone(ph, "", zero and pc[:1] != "0", fd), mail, g[0], g[1], q, money(amt * q, af), pu[0], pu[1], one,
             (ship[2] + "　" + ship[3]) if ship else "", ship_addr(ship) if ship else "", rem]
            for g, amt, q in lines]


def rows_generic(o, lines):
    (no, day, hms, paid, phms, st, stn, kind, sei, mei, kse, kme, sp, pc, pref, city, town, ban, bld, ph, mail, birth, sex, total, pay, pu, one, rem, ship, pts,
     af, df, zero, fd, oi, local) = o
    name = sei + sp + mei if mei else sei
    kana = kse + sp + kme if kme else kse
    return [[no, i + 1, ("窓口", "郵送", "市ホームページ")[oi % 3], date_s(day, df, "-"), date_s(paid, df, "-"), st, ("個人", "法人", "個人")[kind], name, kana,
             zipcode(pc, 1, zero, fd), pref, city, town + ban, bld, phone(ph, "-", zero and pc[:1] != "0", fd), mail, birth, money(amt * q, af), pay[0], pu[0], g[0],
             g[1], q, one, rem] for i, (g, amt, q) in enumerate(lines)]


RANGE_BLANK = [""] * 10
WIDE = [1]                        # 0 for the older RMS layout
WIDE_A = ["0", "0", "0", "0", "0.1", "", "", "", "", "0", "0.1", "0.1", "0"]
WIDE_B = ["0.1"] + ["0"] * 6 + ["0.08"] + ["0"] * 6


def rows_rakuten(o, lines):
    (no, day, hms, paid, phms, st, stn, kind, sei, mei, kse, kme, sp, pc, pref, city, town, ban, bld, ph, mail, birth, sex, total, pay, pu, one, rem, ship, pts,
     af, df, zero, fd, oi, local) = o
    if not sp:
        sei, mei = sei + mei, ""
    z1, z2 = pc[:3], pc[3:]
    p3 = ph if len(ph) == 3 else (ph[0], "", "")
    if zero:
        z1, z2 = z1.lstrip("0"), z2.lstrip("0") or z2[:1]
        p3 = tuple(x.lstrip("0") or x[:1] for x in p3) if pc[:1] != "0" else p3
    if fd:
        z1, z2 = z1.translate(FULLDIG), z2.translate(FULLDIG)
        p3 = tuple(x.translate(FULLDIG) for x in p3)
    dday = date_s(day, df, "-")
    dtime = day + " " + hms
    fixed = (paid + " " + phms) if paid else ""
    addr = town + ban + (" " + bld if bld else "")
    if ship:
        s = (ship[6][:3], ship[6][3:], ship[8], ship[9], ship[10] + banchi(ship[11]) + (" " + ship[12] if ship[12] else ""), ship[2], ship[3], ship[4], ship[5]) + tuple(ship[13])
        same = "0"
    else:
        s = (z1, z2, pref, city, addr, sei, mei, kse, kme) + tuple(p3)
        same = "1"
    credit = pay[0].startswith("クレジット")
    tot = money(total, af)
    opt = "寄附金の使い道:%s\n税金控除申請に必要な書類:%s\n寄附者情報と住民票の情報は一致していますか？:はい" % (pu[1], one)
    com = "[配送日時指定:]\n" + ("午前中\n" if oi % 9 == 0 else "") + ("[備考:]\n" + rem if rem else "")
    bill = money(total - pts, af)
    wide = WIDE[0]
    head = [no, st, "", "", dtime, dday, hms, "", fixed, fixed, "", "", pay[0], "一括払い" if credit else "", "", "宅配便", "0", "1", "0", same, "0", "0", "0",
            "1", "0", tot, "0", "0", "0", bill, tot, str(pts), "0", "0", "0", z1, z2, pref, city, addr, sei, mei, kse, kme, p3[0], p3[1], p3[2], mail, sex, "", "",
            str(oi + 1), "0", "0", "0", tot, tot, ""]
    head.extend(s)
    out = []
    for i, (g, amt, q) in enumerate(lines):
        row = head + [str(oi * 10 + i + 1), "10000" + g[0][2:], "【ふるさと納税】" + g[1] + " [" + g[0] + "]", g[0], g[0].lower(), str(amt), str(q), "1", "1", "0",
                      opt, "1", "", "1"] + RANGE_BLANK + ["", "", "", "", "", "0", com, "01"[oi & 1], "0", "0", "0", "0", "0"]
        if wide:
            row += WIDE_A
            row.append(str(amt))
            row += WIDE_B
            row += ("0", bill, "0", tot, "0", "0", str(pts), "0", "", "0", "", "", "", "", "", "", "", "", "", "", g[0].lower(), g[0], "")
        out.append(row)
    return out


ROWS = {"choice": rows_choice, "rakuten": rows_rakuten, "satofull": rows_satofull, "furunavi": rows_furunavi, "ana": rows_ana, "generic": rows_generic}
AMOUNT_COL = {"rakuten": "単価", "choice": "寄附金額", "satofull": "寄付金額", "furunavi": "寄附金額", "ana": "寄附金額", "generic": "寄附金額"}
DATE_COL = {"rakuten": "注文日時", "choice": "申込日時", "satofull": "受付日時", "furunavi": "申込日時", "ana": "受付日", "generic": "申込日"}
QTY_COL = {"rakuten": "個数", "choice": "数量", "satofull": "お礼品数量", "furunavi": "申込数量", "ana": "数量", "generic": "数量"}


def broken_row(portal, header, kind, k, year):
    """one record that no importer should accept"""
    row = [""] * len(header)
    row[0] = "BROKEN-%d-%04d" % (year, k)
    ix = header.index
    row[ix(AMOUNT_COL[portal])] = "10000"
    row[ix(DATE_COL[portal])] = "%d-06-15" % year
    row[ix(QTY_COL[portal])] = "1"
    if kind == "too_few_columns":
        return row[:5]
    if kind == "bad_amount":
        row[ix(AMOUNT_COL[portal])] = ("-5000", "一万円くらい", "1e4", "")[k // 5 % 4]
    elif kind == "bad_date":
        row[ix(DATE_COL[portal])] = ("%d-02-30" % year, "20%d/13/01" % (year % 100), "12/31", "")[k // 5 % 4]
    elif kind == "empty_order_no":
        row[0] = ""
    elif kind == "bad_quantity":
        row[ix(QTY_COL[portal])] = ("0", "-1", "x", "99999999999")[k // 5 % 4]
    return row


if __name__ == "__main__":
    main()
