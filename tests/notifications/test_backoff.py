from notifications.backoff import pause


def test_each_failure_waits_about_twice_as_long_up_to_a_minute():
    for failures, step in [(1, 1), (2, 2), (4, 8), (7, 60), (500, 60)]:
        for _ in range(50):
            assert step / 2 <= pause(failures) <= step


def test_workers_that_failed_together_do_not_come_back_together():
    assert len({pause(7) for _ in range(20)}) == 20
