"""Column names in Japanese, translated to English word by word: the names of columns have letters
of the Latin alphabet only."""

from __future__ import annotations

import re

# Word in column names -> English words.
WORDS = {
    "会員": "member", "顧客": "customer", "お客様": "customer", "利用者": "user",
    "担当者": "agent", "番号": "number", "コード": "code", "氏名": "full name",
    "名前": "full name", "姓名": "full name", "お名前": "full name", "顧客名": "customer name",
    "会員名": "member name", "会社名": "company name", "法人名": "company name",
    "企業名": "company name", "商品名": "product name", "店舗名": "store name",
    "フリガナ": "kana", "ふりがな": "kana", "氏名カナ": "kana", "カナ": "kana",
    "苗字": "last name", "名字": "last name", "姓": "last name", "名": "first name",
    "性別": "gender", "年齢": "age", "生年月日": "birth date", "誕生日": "birth date",
    "電話番号": "phone number", "電話": "phone", "携帯電話": "mobile phone",
    "携帯電話番号": "mobile phone", "携帯番号": "mobile phone", "メールアドレス": "email address",
    "メール": "email", "eメール": "email", "郵便番号": "postcode", "都道府県": "prefecture",
    "市区町村": "city", "市町村": "city", "住所": "address", "番地": "street",
    "建物名": "building", "国": "country", "国名": "country", "登録": "registration",
    "登録日": "registration date", "入会日": "registration date", "作成": "created",
    "更新": "updated", "最終": "last", "変更": "changed", "購入": "purchase", "購買": "purchase",
    "注文": "order", "受注": "order", "日時": "time", "日付": "date", "日": "date",
    "年月日": "date", "年月": "month", "年間": "annual", "月間": "monthly", "年": "year",
    "月": "month", "ポイント": "points", "残高": "balance", "金額": "amount", "合計": "total",
    "単価": "price", "価格": "price", "数量": "quantity", "税込": "with tax",
    "税抜": "without tax", "消費税": "tax", "配信": "delivery", "配送": "shipping",
    "状態": "status", "区分": "type", "種別": "type", "分類": "category", "備考": "note",
    "メモ": "note", "商品": "product", "店舗": "store", "支店": "branch", "会社": "company",
    "ランク": "rank", "口座番号": "account number", "銀行": "bank", "有効": "valid",
    "期限": "until", "開始": "start", "終了": "end", "請求": "invoice", "請求書": "invoice",
    "売上": "revenue", "回数": "count", "在庫": "stock", "倉庫": "warehouse",
    "部署": "department",
}  # fmt: skip
# The longest word counts: the name of a company is not the name of a person.
WORD = re.compile("|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)))


def in_english(name: str) -> str:
    """A name with its Japanese words in English; other words stay unchanged."""
    return WORD.sub(lambda found: f" {WORDS[found[0]]} ", name)
