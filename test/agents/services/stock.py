"""python3 stock.py PORT [NEXT]: answers every request, after asking the next service if there is one."""

import sys
import urllib.request

from flask import Flask

PORT, *NEXT = sys.argv[1:]
app = Flask("stock")


@app.get("/")
def stock():
    rest = "".join(urllib.request.urlopen(url).read().decode() for url in NEXT)
    return f"stock {rest}"


app.run(host="0.0.0.0", port=int(PORT))
