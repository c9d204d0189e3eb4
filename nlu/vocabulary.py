"""`python -m nlu.vocabulary` writes data/nlu/vocabulary.yml from the ticket store's catalogue.

The two cannot drift apart: a test compares them. Everyday words that the catalogue also lists
("internet", "computador") lead a ticket to its team but name no system, so they stay out.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from nlu.normalise import fold

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "ticket_store" / "catalogue.yml"
VOCABULARY = ROOT / "data" / "nlu" / "vocabulary.yml"

EVERYDAY = {
    "acesso remoto", "caixa postal", "certificado", "conexao", "consignacao", "contracheque",
    "contra cheque", "conta gov", "conta ouro", "conta prata", "carteira de transito",
    "cadastro de fornecedores", "divida ativa", "diarias e passagens", "concessao de diarias",
    "imoveis da uniao", "meu imposto de renda", "nota fiscal", "notificacao de multa",
    "processo digital da receita", "regulariza", "registro de veiculos", "registro de condutores",
    "programa do ir", "login unico", "senha da rede", "portal de compras", "siafi operacional",
    "folha do siape", "imposto de renda", "inposto de renda", "gov ponto br", "consulta cpf",
    "consulta cnpj", "conta gov.br", "perdcomp web", "micro", "das do mei", "due",
    "simples", "cadastro de pessoa fisica", "cadastro nacional da pessoa juridica", 
    "hod", "sistema cpf", "base cpf", "cadastro cpf", "api cpf", "sistema cnpj", "cadastro cnpj",
    "renavam veiculo", "sistema radar", "teams", "emissao de darf",
    "app mei", "das mei", "guia do mei", "mei", "microempreendedor individual", "nova carteira de identidade",
    "declaracao anual do mei", "plano anual de contratacoes", "catalogo de materiais",
    "conta agil", "web service denatran", "renach cnh", "cdt app", "scdp diarias", "api serpro",
}  # fmt: skip

HEADER = """# Written by `python -m nlu.vocabulary` from ticket_store/catalogue.yml: change that, then run it.
version: "3.1"
nlu:
- lookup: service
  examples: |
"""


def names(catalogue: dict[str, list[dict]]) -> list[str]:
    """Every name, code and alias by which a system may be meant, without the everyday words."""
    found: dict[str, str] = {}
    for service in catalogue["services"]:
        if service.get("everyday"):
            continue
        bare = service["name"].split(" (")[0]
        for name in (bare, service["code"], *service.get("aliases", ())):
            if fold(str(name)) not in EVERYDAY:
                found.setdefault(fold(str(name)), str(name))
    return sorted(found.values(), key=fold)


def render(catalogue_path: Path = CATALOGUE) -> str:
    catalogue = yaml.safe_load(catalogue_path.read_text("utf-8"))
    return HEADER + "".join(f"    - {name}\n" for name in names(catalogue))


if __name__ == "__main__":
    VOCABULARY.write_text(render(), "utf-8")
