import logging
import pytest
from django.test import Client
from tests.town import open_town
from tests.urls import every_url, paths_of

@pytest.fixture(scope="module")
def town(django_db_blocker):
    with open_town(django_db_blocker) as town:
        yield town

def test_a(town, caplog):
    c = Client(raise_request_exception=False)
    def show(label, r):
        print(label, r.status_code, r.headers.get("Location", ""), len(r.content), dict((k, v[:60]) for k, v in r.headers.items() if k not in ("Content-Type",)))
    show("home", c.get("/"))
    r = c.get("/"); print("accessed", r.wsgi_request.session.accessed if hasattr(r.wsgi_request, 'session') else None)
    show("405", c.post("/"))
    show("badhost", c.get("/", headers={"host": "evil.example"}))
    show("nulcookie", c.get("/", headers={"cookie": 'sessionid="abcdefgh\\000xyz"'}))
    show("garbage cookie", c.get("/", headers={"cookie": 'sessionid=abcdefghijkl'}))
    show("csrf", Client(raise_request_exception=False, enforce_csrf_checks=True).post("/account/password/reset/key/1-SECRETKEY/"))
    show("bigkey", c.get("/account/password/reset/key/zzzzzzzzzzzzz-SECRETKEY/"))
    show("bigkey", c.get("/account/password/reset/key/zzzzzzzzzzzz-a-b/"))
    show("bigkey", c.get("/account/password/reset/key/1-%00/"))
    show("many", c.get("/?" + "&".join("a%d=1" % i for i in range(600))))
    show("many access", c.get("/?" + "&".join("access=a%d" % i for i in range(400))))
    show("unknown", c.get("/?access=nope&when=x&after=zzz&before=1/1/1&near=nowhere&within=77&kind=x&cost=z&age=old"))
    import re
    print(re.findall(r'<li><a href="(#[^"]*)">(.*?)</li>', c.get("/?access=nope&when=x&after=zzz&before=1/1/1&near=nowhere&within=77&kind=x&cost=z&age=old&q="+"x"*101).content.decode()))
    for name in ("parent", "organiser"):
        p = town.persona(name).person
        r = c.post("/account/sign-in/", {"login": p.email, "password": "three-blue-kettles"})
        show(name, r)
        c = Client(raise_request_exception=False)
    for i in range(12):
        r = c.post("/account/sign-in/", {"login": p.email, "password": "wrong"}); print(r.status_code, end=" ")
    print(re.findall(r"<h1>.*?</h1>|<ul>.*?</ul>", r.content.decode(), re.S)[:3])
    for i in range(30):
        r = c.post("/account/sign-in/", {"login": "x%d@y.test" % i, "password": "wrong"}); print(r.status_code, end=" ")
    print()
    for u in ("/?page=10&q=a", "/groups/?page=0", "/groups/?page=2"):
        show(u, c.get(u))
    for rec in caplog.records:
        if rec.name != "hub.request": print(rec.name, rec.levelname, rec.getMessage()[:150])
    assert 0
