"""Letters counted word by word are those that scikit-learn counts in the whole text."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu import features

TEXTS = ["não abre o siafi", "o siafi não abre não", "ok", "", "é  o   e-mail?"]
AS_IT_COMES = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32}


def test_letters_are_counted_as_in_the_whole_text() -> None:
    stock = TfidfVectorizer(**AS_IT_COMES, **features.VIEWS["letters"])
    ours = features.WordFeatures(["letters"])
    assert (ours.fit_transform(TEXTS) != stock.fit_transform(TEXTS)).nnz == 0
    assert (ours.transform(["siafi novo", ""]) != stock.transform(["siafi novo", ""])).nnz == 0
