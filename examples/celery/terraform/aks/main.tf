# An AKS cluster whose default pool grows and shrinks between 1 and 5 nodes with the Pods that wait for one.
#
#   terraform init && terraform apply -var name=shop
#   az aks get-credentials --resource-group shop --name shop

terraform {
  required_version = ">= 1.5"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

provider "azurerm" {
  features {}
}

variable "name" {
  description = "The name of the cluster and of its resource group."
  type        = string
  default     = "shop"
}

variable "location" {
  description = "The Azure region."
  type        = string
  default     = "westeurope"
}

variable "node_size" {
  description = "The size of a node."
  type        = string
  default     = "Standard_D2s_v5"
}

resource "azurerm_resource_group" "shop" {
  name     = var.name
  location = var.location
}

resource "azurerm_kubernetes_cluster" "shop" {
  name                = var.name
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
  dns_prefix          = var.name

  default_node_pool {
    name                        = "default"
    vm_size                     = var.node_size
    auto_scaling_enabled        = true
    min_count                   = 1
    max_count                   = 5
    temporary_name_for_rotation = "rotation"
  }

  # How fast nodes go again; the workers' own pace is in worker-values.yaml.
  auto_scaler_profile {
    scale_down_delay_after_add       = "10m"
    scale_down_unneeded              = "10m"
    scale_down_utilization_threshold = "0.5"
  }

  identity {
    type = "SystemAssigned"
  }

  lifecycle {
    # The autoscaler's business.
    ignore_changes = [default_node_pool[0].node_count]
  }
}

output "cluster_name" {
  value = azurerm_kubernetes_cluster.shop.name
}
