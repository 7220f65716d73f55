def test_demo(demo_database):
    from listings.models import Listing, Occurrence
    print(Listing.objects.count(), Occurrence.objects.count())
    with open("/tmp/h7/hay.txt", "w") as f:
        for h, s in Listing.objects.values_list("haystack", "state"):
            f.write(s + "|" + h + "\n")
    with open("/tmp/h7/desc.txt", "w") as f:
        for h in Listing.objects.values_list("description", flat=True): f.write(h.replace("\n", " ") + "\n")
