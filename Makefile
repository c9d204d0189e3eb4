# `make` alone lists what can be done. Everything else is in launcher/ and bench/.
PYTHON ?= python3
APP := .venv/bin/python
RASA := .venv-rasa/bin/python

.PHONY: help run cluster cluster-tests cluster-check shell account demo train backup restore test check kills kills-all soak bench bench-store bench-pictures bench-nlu nlu-report turns-report rules-report nlu-compare nlu-review rasa-env lock clean env env-dev env-files

help: ## lista os comandos
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: env ## prepara tudo e põe no ar: página, chat, mesa e caixa de e-mails
	@$(APP) -m launcher run

cluster: env ## o mesmo com dois de cada processo, PostgreSQL, Redis e nginx (docs/scaling.md)
	@$(APP) -m launcher cluster

cluster-tests: env-dev ## os testes de conversa e as jornadas através dele
	@ON_CLUSTER=1 $(APP) -m pytest -q tests/dialogue
	@ON_CLUSTER=1 $(APP) -m pytest -q tests/journeys

cluster-check: env-dev ## conversa com ele, mata um processo de cada tipo no meio e conta tudo
	@$(APP) -m bench cluster

shell: env ## conversa no terminal (rasa shell), com o resto no ar ao lado
	@$(APP) -m launcher shell

account: env ## cria uma conta da mesa: pergunta nome, e-mail, papel e senha
	@$(APP) -m launcher account

demo: env ## enche o banco com um mês de exemplo para ver a mesa e o painel
	@$(APP) -m launcher demo

train: env ## treina o modelo, se algo de que ele é feito mudou
	@$(APP) -m launcher train

env-files: env ## escreve em var/env o que cada processo pode saber, para o systemd e os contêineres
	@$(APP) -m launcher env-files

backup: env ## copia bancos, anexos e chaves para var/backups (BACKUP_DIR=…), com tudo no ar
	@$(APP) -m launcher backup

restore: env ## põe de volta uma cópia onde ainda não há nada (BACKUP=arquivo)
	@$(APP) -m launcher restore

test: env-dev ## roda a suíte inteira (o que a CI roda)
	@$(APP) -m launcher.suite

check: env-dev ## ruff, mypy, import-linter e rasa data validate, sem os testes
	@$(APP) -m launcher.suite --only-checks

kills: env-dev ## mata o motor e o correio em 200 passos sorteados e conta tudo (KILLS=, SEED=)
	@$(APP) -m bench kills --kills $(or $(KILLS),200) --seed $(or $(SEED),1)

kills-all: env-dev ## mata qualquer processo de um make run próprio, com pessoas conversando (KILLS=, SEED=)
	@$(APP) -m bench alone kills --kills $(or $(KILLS),200) --seed $(or $(SEED),1)

soak: env-dev ## o mesmo por dez minutos, e banco preso, disco cheio, e-mail recusado (MINUTES=, SEED=)
	@$(APP) -m bench alone soak --minutes $(or $(MINUTES),10) --seed $(or $(SEED),1)

bench: env-dev ## mede velocidade ao lado de uma referência, na mesma execução
	@$(APP) -m bench turns

bench-store: env-dev ## mede os bancos com dez mil e com um milhão de acionamentos (demora)
	@$(APP) -m bench store

bench-pictures: env-dev ## desenha docs/benchmarks/*.svg do que foi medido (figures.json)
	@PYTHONPATH=. $(RASA) -W ignore -m bench.pictures

bench-nlu: env-dev ## mede o NLU ao lado do pipeline de fábrica (rasa init)
	@$(APP) -m bench nlu

nlu-report: env-dev ## validação cruzada, conjunto separado, matriz de confusão
	@$(APP) -m bench nlu_report

turns-report: env-dev ## o que se lê de cada mensagem em seu lugar: exatas, valores, dano
	@$(APP) -m bench turns_report

rules-report: env-dev ## o que rende cada regra da leitura: acertos, erros e dano (CV=1: também por validação cruzada, meia hora)
	@ASSISTANT_MODEL= PYTHONPATH=. $(RASA) -m bench.rules_evaluate $(if $(CV),--cv)

nlu-compare: env-dev ## compara as partes do pipeline, uma a uma (meia hora)
	@PYTHONPATH=. $(RASA) -m bench.nlu_compare
	@PYTHONPATH=. $(RASA) -m bench.nlu_compare_rest

nlu-review: env ## rotula as mensagens que o assistente não entendeu
	@$(APP) -m launcher review

rasa-env: ## mostra as variáveis para usar o rasa à mão (veja o README)
	@$(APP) -m launcher variables

lock: ## refaz requirements/*.txt a partir dos *.in
	@$(PYTHON) -m launcher.lock

clean: ## apaga modelos, dados locais e ambientes
	rm -rf models/*.tar.gz* var .venv .venv-rasa .venv-tools portal/static/vendor node_modules

env:
	@$(PYTHON) -m launcher.environments app rasa

env-dev:
	@$(PYTHON) -m launcher.environments dev rasa
