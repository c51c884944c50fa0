"""
spider.py - the crawl that crawl_bench.c sets beside ours, as one writes it with
Scrapy: obeys robots.txt, follows every link inside the hosts it starts on, once
each, keeps its queue on disk (JOBDIR), one request per host at a time, and
commits each page with its title, main text, links and question to SQLite.

    scrapy runspider spider.py -a starts=http://127.0.0.1:8080/,http://127.0.0.2:8081/
"""

import json
import sqlite3
import time
from urllib.parse import urlsplit

import scrapy
from lxml import etree
from scrapy.linkextractors import LinkExtractor

ASIDE = ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form")
MAIN_TEXT = etree.XPath(
    "//body//text()[normalize-space() and not(%s)]" % " or ".join("ancestor::" + e for e in ASIDE),
    smart_strings=False)


class Store:
    def open_spider(self, spider):
        self.db = sqlite3.connect("crawl.db", isolation_level=None)
        self.db.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
            "CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, title TEXT, text TEXT, at REAL);"
            "CREATE TABLE IF NOT EXISTS link (url TEXT PRIMARY KEY, found_on TEXT);"
            "CREATE TABLE IF NOT EXISTS question (url TEXT PRIMARY KEY, title TEXT, body TEXT, how TEXT)")

    def process_item(self, item, spider):
        url = item["url"]
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)",
                        (url, item["title"], item["text"], time.time()))
        self.db.executemany("INSERT OR IGNORE INTO link VALUES (?, ?)",
                            [(link, url) for link in item["links"]])
        if item["question"]:
            self.db.execute("INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?)",
                            (url, *item["question"]))
        self.db.execute("COMMIT")
        return item

    def close_spider(self, spider):
        self.db.close()


def texts(nodes):
    return " ".join(" ".join(nodes.css("::text").getall()).split())


def question_of(response, title):
    """(title, body, how) by JSON-LD, microdata or the page's look; None."""
    for raw in response.css('script[type="application/ld+json"]::text').getall():
        try:
            data = json.loads(raw)
        except ValueError:
            continue
        for node in data if isinstance(data, list) else data.get("@graph", [data]):
            asked = node.get("mainEntity", node)
            asked = asked[0] if isinstance(asked, list) and asked else asked
            if isinstance(asked, dict) and asked.get("@type") == "Question":
                return asked.get("name", title), asked.get("text", ""), "json-ld"
    entity = response.css("[itemprop=mainEntity]")[:1]
    if entity:
        return title, texts(entity.css("[itemprop=text]")[:1]), "microdata"
    first = response.css(".post .content, .topic-body .post, .question .post-body")[:1]
    return (title, texts(first), "css") if first else None


class Bench(scrapy.Spider):
    name = "bench"
    custom_settings = {
        "ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "JOBDIR": "job", "ITEM_PIPELINES": {Store: 1}, "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR",
    }

    def __init__(self, starts):
        super().__init__()
        self.start_urls = starts.split(",")
        self.allowed_domains = [urlsplit(url).hostname for url in self.start_urls]
        self.links = LinkExtractor(allow_domains=[urlsplit(url).netloc for url in self.start_urls])

    def parse(self, response):
        links = [link.url for link in self.links.extract_links(response)]
        title = texts(response.css("h1, h2")[:1]) or texts(response.css("title"))
        yield {"url": response.url, "title": title, "links": links,
               "text": " ".join(" ".join(MAIN_TEXT(response.selector.root)).split()),
               "question": question_of(response, title)}
        for link in links:
            yield scrapy.Request(link, self.parse)
